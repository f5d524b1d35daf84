import type { ObserverCell } from '../../../common/observer-cell';
import type { CpuOwner } from '../../../common/stopwatch';
import type { HandleRecord } from './handle-record';

type Change = 'added' | 'changed' | 'removed';

/**
 * What one multiplexer and its driver did since it was last shared out. Kept
 * here, not in the cells, because it may serve several owners: `shareOut` books
 * it to them by their handles, and is called before that mix changes.
 */
export class MultiplexerRecord implements CpuOwner {
  cpuMs = 0;
  evaluations = 0;
  useful = 0;
  added = 0;
  changed = 0;
  removed = 0;
  polls = 0;
  polledDocs = 0;
  fetches = 0;
  /** Whether it is at work, and has passed a change on since it began. */
  isWorking = false;
  passedOn = false;
  readonly handles = new Map<unknown, HandleRecord>();
  private readonly owners = new Map<ObserverCell, number>();

  constructor(
    readonly collection: string,
    readonly driver: string,
    /** Multiplexers of the very same query, this one among them. */
    readonly twins: Set<MultiplexerRecord>,
    /** Polling compares documents: each change it finds is a useful look. */
    private readonly isPolling = false,
  ) {
    twins.add(this);
  }

  add(handle: HandleRecord): void {
    this.shareOut();
    this.handles.set(handle.id, handle);
    this.owners.set(handle.cell, (this.owners.get(handle.cell) ?? 0) + 1);
  }

  remove(handle: HandleRecord): void {
    this.shareOut();
    this.handles.delete(handle.id);
    const left = (this.owners.get(handle.cell) ?? 1) - 1;
    if (left > 0) this.owners.set(handle.cell, left);
    else this.owners.delete(handle.cell);
  }

  /** It is gone. Without handles alone it is not: one may be about to join. */
  stopped(): void {
    this.twins.delete(this);
  }

  change(kind: Change): void {
    this[kind]++;
    this.passedOn = true;
    if (this.isPolling) this.useful++;
  }

  /** Takes over what was counted before it was known whose it is. */
  takeOver(early: MultiplexerRecord): void {
    this.cpuMs += early.cpuMs;
    this.evaluations += early.evaluations;
    this.useful += early.useful;
    this.added += early.added;
    this.changed += early.changed;
    this.removed += early.removed;
  }

  /** Calls `visit` for each owner with its share of the multiplexer, 0 … 1. */
  forOwners(visit: (cell: ObserverCell, share: number) => void): void {
    for (const [cell, count] of this.owners) visit(cell, count / this.handles.size);
  }

  shareOut(): void {
    if (this.handles.size === 0 || this.isIdle()) return;
    this.forOwners((cell, share) => {
      cell.cpuMs += share * this.cpuMs;
      cell.evaluations += share * this.evaluations;
      cell.useful += share * this.useful;
      cell.added += share * this.added;
      cell.changed += share * this.changed;
      cell.removed += share * this.removed;
      cell.polls += share * this.polls;
      cell.polledDocs += share * this.polledDocs;
      cell.fetches += share * this.fetches;
    });
    this.cpuMs = 0;
    this.evaluations = 0;
    this.useful = 0;
    this.added = 0;
    this.changed = 0;
    this.removed = 0;
    this.polls = 0;
    this.polledDocs = 0;
    this.fetches = 0;
  }

  private isIdle(): boolean {
    const { cpuMs, evaluations, added, changed, removed, polls, fetches } = this;
    return cpuMs + evaluations + added + changed + removed + polls + fetches === 0;
  }
}
