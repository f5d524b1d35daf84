import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** What is in use after a collection: heap, and buffers outside it. */
export function heapBytes(): number {
  setFlagsFromString('--expose-gc');
  const collect: () => void = runInNewContext('gc');
  let before = Number.POSITIVE_INFINITY;
  for (let time = 0; time < most; time++) {
    collect();
    const { heapUsed, external } = process.memoryUsage();
    if (heapUsed + external > before - noise) break;
    before = heapUsed + external;
  }
  return before;
}

/** What an earlier test left may take several collections, since some of it holds on to the rest. */
const most = 20;
const noise = 1_000;

/** The same once what was under way has ended: a promise that is still on its way holds on to much. */
export async function settledHeapBytes(): Promise<number> {
  let before = heapBytes();
  for (let time = 0; time < most; time++) {
    await new Promise((resolve) => setTimeout(resolve, 1));
    const bytes = heapBytes();
    if (time > 3 && bytes > before - noise) break;
    before = bytes;
  }
  return before;
}
