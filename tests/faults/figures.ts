import { isDeepStrictEqual } from 'node:util';
import type { Batch } from '../../common/batch';
import { batchFromJson } from '../../common/batch-json';
import { squaresName, windowsName } from './windows';

/** What a backend has of what it was given. */
export interface Stored {
  readonly windows: number;
  readonly squares: number;
  /** `undefined` where it keeps none. */
  readonly traces: number | undefined;
  /** Deliveries of what it had already, told by their ids; `undefined` where it does not tell. */
  readonly again: number | undefined;
  /** Batches that came with an id that was there, and other contents. */
  readonly contradictions: number;
}

/** Counts batches as a receiver does that goes by their ids. What is no whole batch is passed over. */
export function batchStore() {
  const batches = new Map<string, Batch>();
  let again = 0;
  let contradictions = 0;

  function take(json: string): undefined {
    const batch = parsed(json);
    if (!batch) return;
    const known = batches.get(batch.id);
    if (known) again++;
    if (known && !isDeepStrictEqual(known, batch)) contradictions++;
    batches.set(batch.id, batch);
  }

  function sumOf(name: string): number {
    return [...batches.values()]
      .flatMap(({ series }) => series)
      .filter(({ metric, dims }) => metric === 'app.counter' && dims.name === name)
      .reduce((sum, { value }) => sum + Number(value), 0);
  }

  return {
    take,
    stored: (): Stored => ({
      windows: sumOf(windowsName),
      squares: sumOf(squaresName),
      traces: distinct([...batches.values()].flatMap(({ traces = [] }) => traces)),
      again,
      contradictions,
    }),
  };
}

function parsed(json: string): Batch | undefined {
  try {
    return batchFromJson(json);
  } catch {
    return undefined; // a line that was cut off
  }
}

/** How many traces there are, each counted once. */
export function distinct(traces: ReadonlyArray<{ readonly traceId: string }>): number {
  return new Set(traces.map(({ traceId }) => traceId)).size;
}
