import { Histogram } from '../../common/histogram';
import type { HistogramState } from '../../common/histogram-state';
import type { Grid } from '../../common/metrics';
import type { CoverageEntry, ObserverEntry } from '../../common/observer-entry';

/** An entry of an observer that does nothing; every field can be given. */
export function anObserver(fields: Partial<ObserverEntry> = {}): ObserverEntry {
  return {
    owner: { kind: 'publication', name: 'tasks' },
    collection: 'tasks',
    shape: '{listId: ?}',
    driver: 'oplog',
    handles: 0,
    multiplexers: 0,
    duplicates: 0,
    orphans: 0,
    oldestMs: 0,
    created: 0,
    reused: 0,
    stopped: 0,
    evaluations: 0,
    useful: 0,
    cpuMs: 0,
    fanout: 0,
    added: 0,
    changed: 0,
    removed: 0,
    initialDocs: 0,
    polls: 0,
    polledDocs: 0,
    fetches: 0,
    ...fields,
  };
}

/** One of a publication, for tests that tell entries apart by its name. */
export function observerOf(name: string, fields: Partial<ObserverEntry> = {}): ObserverEntry {
  return anObserver({ owner: { kind: 'publication', name }, ...fields });
}

/** An entry in which no number is 0 and nothing is absent. */
export function aFullObserver(fields: Partial<ObserverEntry> = {}): Required<ObserverEntry> {
  return {
    owner: { kind: 'method', name: 'tasks.watch' },
    collection: 'tasks',
    shape: '{listId: ?} sort {createdAt: -1} limit',
    driver: 'polling',
    driverReason: 'LIMIT_NO_SORT',
    handles: 5,
    multiplexers: 2.5,
    duplicates: 1,
    orphans: 2,
    oldestMs: 61_000.25,
    created: 3,
    reused: 4,
    stopped: 6,
    evaluations: 1_000 / 3,
    useful: 7,
    cpuMs: 12.345,
    fanout: 35,
    added: 8,
    changed: 9,
    removed: 10,
    initialDocs: 300,
    polls: 11,
    polledDocs: 1_100,
    fetches: 13,
    initialQuery: aHistogram('duration', [0.9, 1.5, 20]),
    lifetime: aHistogram('lifetime', [1_000, 86_400_000]),
    poll: aHistogram('duration', [0, 3.25]),
    ...fields,
  };
}

/** What a histogram of these values tells. */
export function aHistogram(grid: Grid, values: readonly number[]): HistogramState {
  const histogram = new Histogram(grid);
  for (const value of values) histogram.record(value);
  return histogram.take();
}

/** Coverage of a stream in which nothing is missed; every field can be given. */
export function aCoverage(fields: Partial<CoverageEntry> = {}): CoverageEntry {
  return {
    collection: 'tasks',
    driver: 'oplog',
    mutations: 10,
    expected: 30,
    evaluations: 30,
    ...fields,
  };
}
