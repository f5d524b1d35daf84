import { Histogram } from '../../../common/histogram';
import type { Grid } from '../../../common/metrics';
import { OTHER } from '../../../common/metrics';
import type { ObserverCell } from '../../../common/observer-cell';
import {
  type ObserverEntry,
  type ObserverKey,
  observerCounters,
  observerGauges,
} from '../../../common/observer-entry';
import { observerKey } from '../../../common/observer-merge';
import type { CpuLabel } from '../../../common/stopwatch';

export interface ObserverLimits {
  /** Entries; beyond it new ones share `_OTHER`. */
  readonly entries: number;
  /** An entry without handles that was not touched for so many windows is forgotten. */
  readonly idleWindows: number;
}

/** One cell per owner, collection, shape and driver. */
export interface ObserverTable {
  cell(key: ObserverKey): ObserverCell;
  /** Takes what each entry gained and zeroes its counters; forgets idle ones. */
  close(): Generator<ObserverEntry, void>;
  /** Times a new entry had to share `_OTHER` since the last call. */
  takeFolded(): number;
  readonly size: number;
}

const gauges = [...observerGauges, 'oldestMs'] as const;

interface Kept {
  readonly key: ObserverKey;
  readonly cell: Cell;
  idleWindows: number;
}

export function createObserverTable(limits: ObserverLimits): ObserverTable {
  const entries = new Map<string, Kept>();
  let folded = 0;

  function kept(key: ObserverKey): Kept {
    const id = observerKey(key);
    const known = entries.get(id);
    if (known) return known;
    if (entries.size >= limits.entries && key.collection !== OTHER) {
      folded++;
      return kept(otherKey(key));
    }
    const fresh = { key, cell: new Cell(labelOf(key)), idleWindows: 0 };
    entries.set(id, fresh);
    return fresh;
  }

  return {
    cell: (key) => kept(key).cell,
    *close() {
      for (const [id, entry] of entries) {
        const { key, cell } = entry;
        if (cell.isTouched()) {
          entry.idleWindows = 0;
          yield cell.take(key);
        } else if (++entry.idleWindows >= limits.idleWindows) entries.delete(id);
      }
    },
    takeFolded() {
      const taken = folded;
      folded = 0;
      return taken;
    },
    get size() {
      return entries.size;
    },
  };
}

/** Kind of owner and driver are few; the rest is folded. */
function otherKey({ owner, driver }: ObserverKey): ObserverKey {
  return { owner: { kind: owner.kind, name: OTHER }, collection: OTHER, shape: OTHER, driver };
}

function labelOf({ owner, collection }: ObserverKey): CpuLabel {
  return { owner: 'observer', name: owner.name || collection };
}

class Cell implements ObserverCell {
  driverReason: string | undefined;
  counted = true;
  handles = 0;
  multiplexers = 0;
  duplicates = 0;
  orphans = 0;
  oldestMs = 0;
  created = 0;
  reused = 0;
  stopped = 0;
  evaluations = 0;
  useful = 0;
  cpuMs = 0;
  fanout = 0;
  added = 0;
  changed = 0;
  removed = 0;
  initialDocs = 0;
  polls = 0;
  polledDocs = 0;
  fetches = 0;
  private readonly histograms: Partial<Record<HistogramName, Histogram>> = {};

  constructor(readonly label: CpuLabel) {}

  initialQueryTook(ms: number): void {
    this.count('initialQuery', 'duration', ms);
  }

  livedFor(ms: number): void {
    this.count('lifetime', 'lifetime', ms);
  }

  pollTook(ms: number): void {
    this.count('poll', 'duration', ms);
  }

  private count(name: HistogramName, grid: Grid, ms: number): void {
    this.histograms[name] ??= new Histogram(grid);
    this.histograms[name].record(ms);
  }

  isTouched(): boolean {
    return (
      this.handles > 0 ||
      this.evaluations > 0 ||
      observerCounters.some((name) => this[name] > 0) ||
      Object.values(this.histograms).some(({ count }) => count > 0)
    );
  }

  take(key: ObserverKey): ObserverEntry {
    const { driverReason, counted, evaluations, useful } = this;
    const entry = {
      ...key,
      ...(driverReason === undefined ? {} : { driverReason }),
      ...(counted ? { evaluations, useful: Math.min(useful, evaluations) } : {}),
      ...this.takeNumbers(),
      ...this.takeHistograms(),
    };
    this.evaluations = 0;
    this.useful = 0;
    return entry;
  }

  private takeNumbers() {
    const numbers = {} as Record<
      (typeof observerCounters)[number] | (typeof gauges)[number],
      number
    >;
    for (const name of gauges) numbers[name] = this[name];
    for (const name of observerCounters) {
      numbers[name] = this[name];
      this[name] = 0;
    }
    return numbers;
  }

  private takeHistograms() {
    const taken: Partial<Pick<ObserverEntry, HistogramName>> = {};
    for (const [name, histogram] of Object.entries(this.histograms)) {
      if (histogram.count > 0) Object.assign(taken, { [name]: histogram.take() });
    }
    return taken;
  }
}

type HistogramName = 'initialQuery' | 'lifetime' | 'poll';
