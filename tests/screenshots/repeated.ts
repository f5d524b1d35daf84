import type { Batch } from '../../common/batch';
import { seededRandom } from '../support/seeded-random';
import { shuffled } from '../support/shuffled';

interface Repeated {
  readonly from: number;
  readonly to: number;
  /** Tells the copies of one process from those of another. */
  readonly instance: string;
}

/** Fills a time with copies of what was recorded, in another order each time. */
export function repeated(batches: readonly Batch[], { from, to, instance }: Repeated): Batch[] {
  const random = seededRandom(7);
  const copies: Batch[] = [];
  let at = from;
  while (at < to && batches.length > 0) {
    for (const batch of shuffled(batches, random)) {
      if (at >= to) break;
      copies.push(copyOf(batch, { at, number: copies.length + 1, instance, startedAt: from }));
      at += batch.to - batch.from;
    }
  }
  return copies;
}

interface Copy {
  readonly at: number;
  readonly number: number;
  readonly instance: string;
  readonly startedAt: number;
}

function copyOf(batch: Batch, { at, number, instance, startedAt }: Copy): Batch {
  const later = at - batch.from;
  const { traces, errors, logs, observers, coverage } = batch;
  const idOf = (id: string) => number.toString(16).padStart(8, '0') + id.slice(8);
  return {
    ...{ v: 1, id: `${instance}-${number}`, sequences: [number, number] },
    ...{ from: at, to: at + batch.to - batch.from, series: batch.series, drops: batch.drops },
    resource: { ...batch.resource, instance, startedAt, host: `app-${instance}` },
    ...(observers && { observers }),
    ...(coverage && { coverage }),
    ...(traces && {
      traces: traces.map((trace) => ({
        ...trace,
        ...{ traceId: idOf(trace.traceId), at: trace.at + later },
      })),
    }),
    ...(errors && {
      errors: errors.map((entry) => ({
        ...{ ...entry, firstAt: entry.firstAt + later, lastAt: entry.lastAt + later },
        sample: {
          ...{ ...entry.sample, at: entry.sample.at + later },
          ...(entry.sample.traceId && { traceId: idOf(entry.sample.traceId) }),
        },
      })),
    }),
    ...(logs && {
      logs: logs.map((line) => ({
        ...{ ...line, at: line.at + later },
        ...(line.traceId && { traceId: idOf(line.traceId) }),
      })),
    }),
  };
}
