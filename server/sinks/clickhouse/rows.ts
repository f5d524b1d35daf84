import type { Batch, Series } from '../../../common/batch';
import { dimValues } from '../../../common/dim-values';
import type { ErrorEntry } from '../../../common/error-entry';
import type { HistogramState } from '../../../common/histogram';
import type { Sliced } from '../../../common/in-slices';
import type { LogEntry } from '../../../common/log-entry';
import type { CoverageEntry, ObserverEntry } from '../../../common/observer-entry';
import type { Resource } from '../../../common/resource';
import { tallyOf } from '../../../common/tally';
import type { Trace } from '../../../common/trace';
import { dateText } from './date-text';
import { eventRows } from './event-row';
import { headOf, jsonText, lineOf } from './json-line';
import { observerColumns } from './observer-columns';

/** Rows of one table, as lines of JSON. */
export interface TableRows {
  readonly table: string;
  readonly lines: Uint8Array;
}

/** Long enough to be worth a buffer, short enough to be one in a fraction of a millisecond. */
const pieceLength = 32 * 1024;

/** What a batch becomes, table by table, and the row that says it is all there. Can pause at each yield. */
export function* rowsOf(
  batch: Batch,
): Sliced<{ readonly records: readonly TableRows[]; readonly batches: TableRows }> {
  const { from, to } = batch;
  const ofSender = senderOf(batch.resource);
  const middle = dateText((from + to) / 2);
  const ofWindow = { ...ofSender, at: middle, begins: dateText(from), ends: dateText(to) };
  const records: TableRows[] = [];

  function* add<Entry>(
    table: string,
    entries: readonly Entry[] | undefined,
    common: object,
    rowOf: (entry: Entry, index: number) => object | undefined,
  ): Generator<void, void> {
    const head = headOf(common);
    const pieces: Buffer[] = [];
    let piece = '';
    for (const [index, entry] of (entries ?? []).entries()) {
      const row = rowOf(entry, index);
      if (row) piece += lineOf(head, row);
      if (piece.length >= pieceLength) {
        pieces.push(Buffer.from(piece));
        piece = '';
      }
      yield;
    }
    pieces.push(Buffer.from(piece));
    const lines = Buffer.concat(pieces);
    if (lines.length > 0) records.push({ table, lines });
  }

  yield* add('series', batch.series, ofWindow, (series) => seriesRow(series, to - from));
  yield* add('observers', batch.observers, ofWindow, observerRow);
  yield* add('coverage', batch.coverage, ofWindow, coverageRow);
  yield* add('traces', batch.traces, ofSender, traceRow);
  yield* add('errors', batch.errors, ofSender, errorRow);
  yield* add('logs', batch.logs, { ...ofSender, window_at: middle }, logRow);
  yield* add('events', batch.events, ofSender, eventRows());
  const { id, drops } = batch;
  return {
    records,
    batches: { table: 'batches', lines: Buffer.from(lineOf(headOf(ofWindow), { id, drops })) },
  };
}

function senderOf(resource: Resource) {
  const { service, environment, release, host, instance } = resource;
  return { service, environment, release, host, instance, sender: JSON.stringify(resource) };
}

/** Whatever its kind, it adds up as `Tally` does; JSON has no number that is not finite. */
function seriesRow(series: Series, durationMs: number): object | undefined {
  const { metric, kind, unit, dims } = series;
  const { count, sum, max } = tallyOf(series, durationMs);
  if (!(Number.isFinite(sum) && Number.isFinite(max))) return undefined;
  const key = JSON.stringify(dimValues(metric, dims));
  const common = { metric, kind, unit, key, dims, count, sum, max };
  if (series.kind === 'histogram') return { ...common, ...histogramColumns(series.value) };
  return { ...common, value: series.value, min: series.value };
}

function histogramColumns({ min, zero, scale, offset, buckets }: HistogramState): object {
  const used = buckets.flatMap((count, at) => (count === 0 ? [] : [[offset + at, count] as const]));
  return { min, zero, scale, buckets: Object.fromEntries(used) };
}

function observerRow(entry: ObserverEntry): object {
  const { owner, collection, shape, driver, driverReason = '' } = entry;
  const { handles, multiplexers, duplicates, orphans, cpuMs, fanout } = entry;
  const { initialQuery, ...columns } = observerColumns(entry);
  return {
    owner_kind: owner.kind,
    owner: owner.name,
    collection,
    shape,
    driver,
    driver_reason: driverReason,
    handles,
    multiplexers,
    duplicates,
    orphans,
    evaluations: entry.evaluations ?? null,
    useful: entry.useful ?? null,
    cpu_ms: cpuMs,
    fanout,
    ...columns,
    initial_query: initialQuery,
  };
}

function coverageRow(entry: CoverageEntry): object {
  return entry;
}

function traceRow(trace: Trace): object {
  const { spans, ...rest } = trace;
  const { traceId, kind, name, at, durationMs, outcome, kept, keepRate, ddp, userId } = rest;
  return {
    at: dateText(at),
    trace_id: traceId,
    kind,
    name,
    duration_ms: durationMs,
    outcome,
    kept,
    keep_rate: keepRate,
    ddp: ddp ?? '',
    user_id: userId ?? '',
    entry: jsonText(rest),
    spans: JSON.stringify(spans),
  };
}

function errorRow(entry: ErrorEntry): object {
  const { group, source, name, errorName, message, frame, expected, count, sample } = entry;
  return {
    at: dateText(entry.lastAt),
    first_at: dateText(entry.firstAt),
    group,
    source,
    name,
    error_name: errorName,
    message,
    frame,
    expected,
    count,
    sample_at: dateText(sample.at),
    sample: JSON.stringify(sample),
  };
}

function logRow(line: LogEntry, number: number): object {
  const { at, level, from, message, source = '', name = '', traceId = '' } = line;
  return {
    at: dateText(at),
    number,
    level,
    origin: from,
    message,
    source,
    name,
    trace_id: traceId,
    entry: JSON.stringify(line),
  };
}
