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
