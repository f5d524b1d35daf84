import { inSlices, type Sliced } from '../common/in-slices';
import type { Reader, ReadQuery, ReadRow } from '../common/reader';
import type { ComparedKind } from '../common/releases-answer';
import { emptyDistribution } from './compare/distribution';
import { type ReleaseSide, type SideEntry, type SideWindow, sideKey } from './compare/release-side';
import { type Reading, type ReleaseSource, releaseSources } from './release-sources';

/** Which time of which release. */
export interface SideQuery extends Pick<ReadQuery, 'from' | 'to' | 'resource'> {
  /** Width of the windows. */
  readonly stepMs: number;
  /** What windows are counted from, so that those of two releases at one time have one number. */
  readonly origin: number;
  readonly kinds: readonly ComparedKind[];
}

/**
 * Reads what is compared of one release, in turn, as each query may take
 * slices of the event loop: five for each kind at most, whatever the number of
 * names.
 */
export async function readReleaseSide(reader: Reader, query: SideQuery): Promise<ReleaseSide> {
  const side = new Map<string, SideEntry>();
  for (const source of releaseSources) {
    if (!query.kinds.includes(source.kind)) continue;
    for (const reading of source.readings) {
      const rows = await rowsOf(reader, query, source, reading);
      await inSlices(takeRows(rows, reading, { side, source, query }));
    }
  }
  return side;
}

async function rowsOf(
  reader: Reader,
  { from, to, resource, stepMs }: SideQuery,
  { name }: ReleaseSource,
  { metric, stat, isByWindow, outcome }: Reading,
): Promise<readonly ReadRow[]> {
  const { rows } = await reader.read({
    metric,
    stat,
    by: outcome === undefined ? name : [...name, outcome],
    from,
    to,
    ...(isByWindow && stepMs < to - from ? { stepMs } : {}),
    ...(resource ? { resource } : {}),
  });
  return rows;
}

interface Place {
  readonly side: Map<string, SideEntry>;
  readonly source: ReleaseSource;
  readonly query: SideQuery;
}

function* takeRows(
  rows: readonly ReadRow[],
  reading: Reading,
  { side, source, query }: Place,
): Sliced<void> {
  for (const { dims, points } of rows) {
    const name = source.name.map((part) => dims[part] ?? '').join(' ');
    const entry = entryIn(side, source, name);
    for (const [at, value] of points) {
      if (value === 0) continue; // a counter that did not move
      const window = windowIn(entry, Math.floor((at - query.origin) / query.stepMs));
      reading.take(entry, window, value, dims[reading.outcome ?? ''] ?? '');
    }
    yield;
  }
}

function entryIn(
  side: Map<string, SideEntry>,
  { kind, measure }: ReleaseSource,
  name: string,
): SideEntry {
  const key = sideKey(kind, name);
  const known = side.get(key);
  if (known) return known;
  const entry: SideEntry = { kind, name, measure, windows: new Map() };
  side.set(key, entry);
  return entry;
}

function windowIn({ windows }: SideEntry, number: number): SideWindow {
  const known = windows.get(number);
  if (known) return known;
  const window: SideWindow = { calls: 0, errors: 0, times: emptyDistribution() };
  windows.set(number, window);
  return window;
}
