import type { ObserverCell } from '../../../common/observer-cell';
import type { CpuLabel } from '../../../common/stopwatch';
import type { HandleRecord } from './handle-record';

const counters = [
  'cpuMs',
  'evaluations',
  'useful',
  'added',
  'changed',
  'removed',
  'polls',
  'polledDocs',
  'fetches',
] as const;

/** What a multiplexer and its driver do, as it is counted. */
export type MultiplexerTally = Record<(typeof counters)[number], number>;

type Change = 'added' | 'changed' | 'removed';

/** What hooks need to count the work of a multiplexer or driver, known or not yet known. */
export interface WorkRecord {
  /** Where to count. */
  readonly into: MultiplexerTally;
  /** Empty while it is not known. */
  readonly collection: string;
  readonly driver: string;
  /** Whether it is at work, and has passed a change on since it began. */
  isWorking: boolean;
  passedOn: boolean;
  change(kind: Change): void;
  forOwners(visit: (cell: ObserverCell, share: number) => void): void;
}

/** Work that begins before the observer is open, to be taken over. Most stay empty: it is cheap. */
export class EarlyRecord implements WorkRecord, MultiplexerTally {
  cpuMs = 0;
  evaluations = 0;
  useful = 0;
  added = 0;
  changed = 0;
  removed = 0;
  polls = 0;
  polledDocs = 0;
  fetches = 0;
  readonly into = this;
  readonly collection = '';
  readonly driver = '';
  isWorking = false;
  passedOn = false;

  change(kind: Change): void {
    this[kind]++;
    this.passedOn = true;
  }

  forOwners(): void {
    // It has none yet.
  }
}

/**
 * What one multiplexer and its driver do, and for whom. As long as all of its
 * handles belong to one entry, that is where it counts; what several share is
 * counted here, and `shareOut` books it to them by their handles, before that
 * mix changes. So that nothing has to be counted anew at the end of a window,
 * its part in the gauges of its owners is kept up to date as well.
 */
export class MultiplexerRecord implements WorkRecord, MultiplexerTally {
  cpuMs = 0;
  evaluations = 0;
  useful = 0;
  added = 0;
  changed = 0;
  removed = 0;
  polls = 0;
  polledDocs = 0;
  fetches = 0;
  /** Its only owner's cell, or itself. */
  into: MultiplexerTally = this;
  isWorking = false;
  passedOn = false;
  readonly handles = new Map<unknown, HandleRecord>();
  /** Whose the CPU time is that several owners share. */
  readonly label: CpuLabel;
  private readonly owners = new Map<ObserverCell, number>();

  constructor(
    readonly collection: string,
    readonly driver: string,
    /** Multiplexers of the very same query, this one among them. */
    readonly twins: Set<MultiplexerRecord>,
    /** Polling compares documents: each change it finds is a useful look. */
    private readonly isPolling = false,
  ) {
    this.label = { owner: 'observer', name: collection };
    twins.add(this);
  }

  /** Whether its handles belong to several entries. */
  get isShared(): boolean {
    return this.owners.size > 1;
  }

  add(handle: HandleRecord): void {
    const { cell } = handle;
    this.shareOut();
    this.weigh(-1);
    this.handles.set(handle.id, handle);
    this.owners.set(cell, (this.owners.get(cell) ?? 0) + 1);
    cell.handles++;
    this.weigh(1);
    this.direct();
    this.shareOut(); // what it did before it had an owner
  }

  remove(handle: HandleRecord): void {
    const { cell } = handle;
    this.shareOut();
    this.weigh(-1);
    this.handles.delete(handle.id);
    const left = (this.owners.get(cell) ?? 1) - 1;
    if (left > 0) this.owners.set(cell, left);
    else this.owners.delete(cell);
    cell.handles--;
    this.weigh(1);
    this.direct();
    if (cell.handles > 0) return;
    cell.multiplexers = 0; // fractions do not always add up to it
    cell.duplicates = 0;
  }

  /** It is gone. Without handles alone it is not: one may be about to join. */
  stopped(): void {
    const heir = firstOf(this.twins) === this ? secondOf(this.twins) : undefined;
    heir?.weigh(-1);
    this.twins.delete(this);
    heir?.weigh(1);
  }

  change(kind: Change): void {
    this.into[kind]++;
    this.passedOn = true;
    if (this.isPolling) this.into.useful++;
  }

  /** Takes over what was counted before it was known whose it is. */
  takeOver(early: MultiplexerTally): void {
    for (const name of counters) this[name] += early[name];
  }

  /** Calls `visit` for each owner with its share of the multiplexer, 0 ... 1. */
  forOwners(visit: (cell: ObserverCell, share: number) => void): void {
    for (const [cell, count] of this.owners) visit(cell, count / this.handles.size);
  }

  /** Books what was counted here to the owners; without any it waits for one. */
  shareOut(): void {
    if (this.owners.size === 0 || this.isIdle()) return;
    this.forOwners((cell, share) => {
      for (const name of counters) cell[name] += share * this[name];
    });
    for (const name of counters) this[name] = 0;
  }

  /** Adds its part to the gauges of its owners, or takes it out again. */
  private weigh(sign: 1 | -1): void {
    const isDuplicate = firstOf(this.twins) !== this;
    this.forOwners((cell, share) => {
      cell.multiplexers += sign * share;
      if (isDuplicate) cell.duplicates += sign * share;
    });
  }

  private direct(): void {
    const [only] = this.owners.keys();
    this.into = only && !this.isShared ? only : this;
  }

  private isIdle(): boolean {
    return counters.every((name) => this[name] === 0);
  }
}

function firstOf<Item>(items: ReadonlySet<Item>): Item | undefined {
  return items.values().next().value;
}

function secondOf<Item>(items: ReadonlySet<Item>): Item | undefined {
  const [, second] = items;
  return second;
}
