import type { Batch } from '../../../common/batch';
import type { Sliced } from '../../../common/in-slices';
import type { Trace } from '../../../common/trace';
import type { LogDoc, TraceDoc } from './documents';

export const hourMs = 60 * 60_000;

export function* traceDocs({ id, traces = [] }: Batch, r: string, x: Date): Sliced<TraceDoc[]> {
  const docs: TraceDoc[] = [];
  for (const [index, trace] of traces.entries()) {
    const { traceId, kind, name, at, durationMs, outcome, kept, ddp, userId, spans } = trace;
    docs.push({
      _id: `${id}|${index}`,
      r,
      traceId,
      kind,
      name,
      at,
      durationMs,
      outcome,
      kept,
      ...(ddp === undefined ? {} : { ddp }),
      ...(userId === undefined ? {} : { userId }),
      hour: Math.floor(at / hourMs),
      json: headJson(trace),
      spans: JSON.stringify(spans),
      x,
    });
    yield;
  }
  return docs;
}

function headJson({ spans: _spans, ...head }: Trace): string {
  try {
    return JSON.stringify(head);
  } catch {
    // Only what an app opted to record can hold what is not JSON: a cycle, a bigint.
    const { args: _args, ...rest } = head;
    return JSON.stringify(rest);
  }
}

export function traceFrom({
  json,
  spans = '[]',
}: Pick<TraceDoc, 'json'> & Partial<TraceDoc>): Trace {
  return { ...JSON.parse(json), spans: JSON.parse(spans) };
}

/** More lines than one window keeps. */
const perWindow = 2 ** 20;

export function* logDocs(
  { id, sequences, logs = [] }: Batch,
  r: string,
  x: Date,
): Sliced<LogDoc[]> {
  const docs: LogDoc[] = [];
  for (const [index, line] of logs.entries()) {
    docs.push({ _id: `${id}|${index}`, r, number: sequences[0] * perWindow + index, ...line, x });
    yield;
  }
  return docs;
}
