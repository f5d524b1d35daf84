import type { ObserverCell } from '../../../common/observer-cell';
import type { ObserverOwner } from '../../../common/observer-entry';
import { queryKey } from '../../../common/query-key';
import { queryShape } from '../../../common/query-shape';
import type { Recorder } from '../../../common/recorder';
import type { Undo } from '../../../common/undo';
import { createDriverHooks } from './driver-hooks';
import { driverKindOf, driverName } from './driver-kinds';
import type { HandleRecord } from './handle-record';
import { createLiveDrivers } from './live-drivers';
import { createMultiplexerHooks } from './multiplexer-hooks';
import { MultiplexerRecord } from './multiplexer-record';
import { pollingReason } from './polling-reason';
import type {
  CursorDescription,
  DiffingCollection,
  LiveDriver,
  LiveHandle,
  LiveMultiplexer,
} from './target';
import type { WatchedCallbacks } from './watch-callbacks';

/** An observer that is being opened. */
export interface Opening {
  readonly connection: object;
  readonly description: CursorDescription;
  readonly ordered: boolean;
  readonly watched: WatchedCallbacks;
  readonly startedAt: number;
}

/** Knows every live handle and multiplexer, by object. */
export interface ObserverLedger {
  /** The observer is open: its handle is about to reach whoever asked. */
  opened(opening: Opening, handle: LiveHandle): void;
  recordOf(multiplexer: object): MultiplexerRecord | undefined;
  /** A stream has delivered a mutation. */
  mutated(collection: string, id: unknown, driver: string): void;
  counts(): ObserverCounts;
}

export interface ObserverCounts {
  readonly handles: number;
  readonly multiplexers: number;
  /** Multiplexers by driver. */
  readonly drivers: Readonly<Record<string, number>>;
}

export function createObserverLedger(
  recorder: Recorder,
  localCollection: DiffingCollection | undefined,
  defer: (undo: Undo) => void,
): ObserverLedger {
  const { now, context } = recorder;
  const records = new Set<MultiplexerRecord>();
  const leavers = new WeakMap<MultiplexerRecord, () => void>();
  const live = new Set<HandleRecord>();
  /** Those that several entries share: what they did is theirs at the end of the window. */
  const shared = new Set<MultiplexerRecord>();
  const cells = new Set<ObserverCell>();
  const twins = new WeakMap<object, Map<string, Set<MultiplexerRecord>>>();
  const liveDrivers = createLiveDrivers((selector) =>
    localCollection?._idsMatchedBySelector?.(selector),
  );
  const drivers = createDriverHooks(recorder, defer);
  const multiplexers = createMultiplexerHooks(recorder, defer, {
    handleRemoved(record, id) {
      const handle = record.handles.get(id);
      if (handle) end(record, handle);
    },
    stopped(record) {
      for (const handle of record.handles.values()) end(record, handle);
      record.stopped();
      records.delete(record);
      shared.delete(record);
      leavers.get(record)?.();
    },
  });

  function end(record: MultiplexerRecord, handle: HandleRecord): void {
    record.remove(handle);
    live.delete(handle);
    handle.cell.stopped++;
    handle.cell.livedFor(now() - handle.openedAt);
  }

  function recordFor(opening: Opening, multiplexer: LiveMultiplexer): MultiplexerRecord {
    const known = multiplexers.recordOf(multiplexer);
    if (known && records.has(known)) return known;
    const { description } = opening;
    const driver = multiplexer._observeDriver;
    const kind = driverKindOf(driver);
    const record = new MultiplexerRecord(
      description.collectionName,
      driverName(driver),
      twinsOf(opening),
      kind?.name === 'polling',
    );
    records.add(record);
    multiplexers.follow(multiplexer, record);
    if (driver && kind) drivers.follow(driver, kind, record);
    leavers.set(record, liveDrivers.add(description, record.driver));
    return record;
  }

  function twinsOf({ connection, description, ordered }: Opening): Set<MultiplexerRecord> {
    const byKey = twins.get(connection) ?? new Map<string, Set<MultiplexerRecord>>();
    twins.set(connection, byKey);
    const key = `${ordered} ${queryKey(description)}`;
    const known = byKey.get(key);
    if (known && known.size > 0) return known;
    const fresh = new Set<MultiplexerRecord>();
    byKey.set(key, fresh);
    if ((byKey.size & 1023) === 0) forgetEmpty(byKey);
    return fresh;
  }

  function shareOut(): void {
    for (const record of shared) {
      record.shareOut();
      if (!record.isShared) shared.delete(record);
    }
  }

  function collect(): void {
    shareOut();
    for (const cell of cells) prepareGauges(cell);
    const at = now();
    for (const handle of live) lookAt(handle, at);
    for (const cell of cells) if (cell.handles === 0) cells.delete(cell);
  }

  defer(recorder.onCollect(collect));

  return {
    recordOf: multiplexers.recordOf,
    opened(opening, handle) {
      const multiplexer = handle._multiplexer;
      if (!multiplexer) return; // a tailable cursor: nothing drives it that could be counted
      const wasKnown = isLive(multiplexers.recordOf(multiplexer), records);
      const record = recordFor(opening, multiplexer);
      if (record.handles.has(handle._id)) return;
      const cell = cellFor(recorder, opening, multiplexer._observeDriver);
      const opener = context.current();
      cells.add(cell);
      const opened: HandleRecord = { id: handle._id, cell, opener, openedAt: now() };
      record.add(opened);
      live.add(opened);
      if (record.isShared) shared.add(record);
      if (wasKnown) cell.reused++;
      else {
        cell.created++;
        cell.initialQueryTook(now() - opening.startedAt);
      }
      settleInitial(opening.watched, cell);
    },
    mutated(collection, id, driver) {
      const covered = recorder.covered(collection, driver);
      covered.mutations++;
      covered.expected += liveDrivers.reached(collection, id, driver);
    },
    counts() {
      const byDriver: Record<string, number> = {};
      for (const record of records) {
        byDriver[record.driver] = (byDriver[record.driver] ?? 0) + 1;
      }
      return { handles: live.size, multiplexers: records.size, drivers: byDriver };
    },
  };
}

function isLive(record: MultiplexerRecord | undefined, live: Set<MultiplexerRecord>): boolean {
  return record !== undefined && live.has(record);
}

function cellFor(
  recorder: Recorder,
  { connection, description, ordered }: Opening,
  driver: LiveDriver | undefined,
): ObserverCell {
  const name = driverName(driver);
  const cell = recorder.observer({
    owner: ownerOf(recorder),
    collection: description.collectionName,
    shape: queryShape(description),
    driver: name,
  });
  cell.counted = driverKindOf(driver) !== undefined;
  const hasOplog = Boolean((connection as { readonly _oplogHandle?: unknown })._oplogHandle);
  if (name === 'polling') cell.driverReason = pollingReason(description, { ordered, hasOplog });
  return cell;
}

function ownerOf({ context }: Recorder): ObserverOwner {
  const opener = context.current();
  return opener ? { kind: opener.kind, name: opener.name } : { kind: 'none', name: '' };
}

/** What the callbacks did before it was known whose they are. */
function settleInitial(watched: WatchedCallbacks, cell: ObserverCell): void {
  cell.initialDocs += watched.initialDocs;
  cell.cpuMs += watched.cpuMs;
  watched.initialDocs = 0;
  watched.cpuMs = 0;
  watched.cell = cell;
  watched.isOpen = true;
}

/** Those that are kept up to date, rid of what fractions leave over; the others from zero. */
function prepareGauges(cell: ObserverCell): void {
  cell.multiplexers = snapped(cell.multiplexers);
  cell.duplicates = snapped(cell.duplicates);
  cell.orphans = 0;
  cell.oldestMs = 0;
}

function snapped(sum: number): number {
  const whole = Math.round(sum);
  return Math.abs(sum - whole) < 1e-9 ? whole : sum;
}

function lookAt({ cell, opener, openedAt }: HandleRecord, at: number): void {
  // What a method opens may outlive the call by design: the one of a login ends with its session.
  if (opener?.kind === 'publication' && opener.ended) cell.orphans++;
  const ageMs = at - openedAt;
  if (ageMs > cell.oldestMs) cell.oldestMs = ageMs;
}

function forgetEmpty(byKey: Map<string, Set<MultiplexerRecord>>): void {
  for (const [key, records] of byKey) if (records.size === 0) byKey.delete(key);
}
