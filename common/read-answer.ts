import type { Dims } from './metrics';
import type { CheckedQuery } from './read-query';
import { type Span, unionMs } from './read-span';
import { type Gathered, gather, isZeroWithoutData, nothingGathered, statValue } from './read-stat';
import type { PointValue, ReadAnswer, ReadRow } from './reader';
import type { Resource } from './resource';
import type { Tally } from './tally';

/** What one sender stored of one window. Epoch milliseconds. */
export interface ReadWindow {
  readonly resource: Resource;
  readonly from: number;
  readonly to: number;
  /** The step that holds this time gets the whole window: its middle. */
  readonly at: number;
}

/** Builds an answer window by window, oldest first, holding one step at a time. */
export interface AnswerBuilder {
  /** Every window of a sender that matches the query, whether or not it holds matching series. */
  window(window: ReadWindow): void;
  /** One matching series of that window. */
  series(dims: Dims, tally: Tally): void;
  /** Call it behind the last window. */
  close(): void;
  finish(): ReadAnswer;
  /** Once closed: rows that have no value in some step because buckets were let go. */
  readonly lacking: number;
}

interface Row {
  readonly dims: Dims;
  readonly sender: string;
  readonly values: Map<number, PointValue>;
}

interface Step {
  readonly at: number;
  readonly rows: Map<Row, Gathered>;
  /** The time each group of senders reported for. */
  readonly reported: Map<string, Span[]>;
}

/** An answer to `query` in steps of `stepMs`, from `query.from` on. */
export function createAnswer(query: CheckedQuery, stepMs: number): AnswerBuilder {
  const { stat, definition, from } = query;
  const rows = new Map<string, Row>();
  /** Most readers give the same objects for the same series and sender. */
  const seen = new WeakMap<Resource, WeakMap<Dims, Row>>();
  const lacking = new Set<Row>();
  const stepsOf = new Map<string, number[]>();
  let step: Step | undefined;
  let span: Span = { from: 0, to: 0, owner: '' };
  let resource: Resource | undefined;

  function endStep(): void {
    if (step) readStep(step);
    step = undefined;
  }

  function readStep({ at, rows: gatheredOf, reported }: Step): void {
    const reportedMs = new Map<string, number>();
    for (const [sender, spans] of reported) {
      listIn(stepsOf, sender).push(at);
      reportedMs.set(sender, unionMs(spans));
    }
    for (const [row, gathered] of gatheredOf) {
      const value = statValue(query, gathered, reportedMs.get(row.sender) ?? 0);
      if (value !== undefined) row.values.set(at, value);
      if (gathered.lacksBuckets) lacking.add(row);
    }
  }

  function rowOf(dims: Dims, of: Resource): Row {
    let known = seen.get(of);
    if (!known) {
      known = new WeakMap();
      seen.set(of, known);
    }
    let row = known.get(dims);
    if (!row) {
      row = findRow(dims, of);
      known.set(dims, row);
    }
    return row;
  }

  function findRow(dims: Dims, of: Resource): Row {
    const values = valuesOf(query, dims, of);
    const key = JSON.stringify(values);
    const known = rows.get(key);
    if (known) return known;
    const pairs = query.by.map(({ name }, index) => [name, values[index] ?? ''] as const);
    const row = { dims: Object.fromEntries(pairs), sender: senderOf(query, of), values: new Map() };
    rows.set(key, row);
    return row;
  }

  return {
    window(window) {
      const at = from + Math.floor((window.at - from) / stepMs) * stepMs;
      if (step?.at !== at) endStep();
      step ??= { at, rows: new Map(), reported: new Map() };
      resource = window.resource;
      span = { from: window.from, to: window.to, owner: resource.instance };
      listIn(step.reported, senderOf(query, resource)).push(span);
    },

    series(dims, tally) {
      if (!step || !resource) return;
      const row = rowOf(dims, resource);
      let gathered = step.rows.get(row);
      if (!gathered) {
        gathered = nothingGathered();
        step.rows.set(row, gathered);
      }
      gather(gathered, tally, span, query);
    },

    close: endStep,

    finish() {
      const { metric, to } = query;
      const unit = stat === 'rate' && definition.kind === 'histogram' ? 'count' : definition.unit;
      const sorted = [...rows].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row);
      const answered = sorted
        .map((row) => answerRow(row, stepsOf.get(row.sender) ?? [], stat))
        .filter(({ points }) => points.length > 0);
      return { metric, stat, unit, from, to, stepMs, rows: answered };
    },

    get lacking() {
      return lacking.size;
    },
  };
}

function answerRow(row: Row, steps: readonly number[], stat: ReadAnswer['stat']): ReadRow {
  const points: Array<readonly [number, PointValue]> = [];
  for (const at of steps) {
    const value = row.values.get(at) ?? (isZeroWithoutData(stat) ? 0 : undefined);
    if (value !== undefined) points.push([at, value]);
  }
  return { dims: row.dims, points };
}

function valuesOf({ by }: CheckedQuery, dims: Dims, resource: Resource): string[] {
  return by.map(({ from, key }) =>
    from === 'dims' ? (dims[key] ?? '') : resource[key as 'release'],
  );
}

/** The senders that a row speaks of: all that match, or those that share its resource values. */
function senderOf({ by }: CheckedQuery, resource: Resource): string {
  const fields = by.filter(({ from }) => from === 'resource');
  return JSON.stringify(fields.map(({ key }) => resource[key as 'release']));
}

function listIn<Key, Value>(lists: Map<Key, Value[]>, key: Key): Value[] {
  const known = lists.get(key);
  if (known) return known;
  const list: Value[] = [];
  lists.set(key, list);
  return list;
}
