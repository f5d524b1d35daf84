/** Work that can pause at each yield. */
export type Sliced<T> = Generator<void, T>;

/** What work in slices needs of the clock and the event loop. */
export interface Slicing {
  /** Monotonic milliseconds. */
  now(): number;
  /** Gives the event loop a turn. */
  pause(): Promise<void>;
  /** Told after each slice how long it was, in milliseconds. */
  busy?(ms: number): void;
}

const sliceMs = 1;

/** `items.map(map)`, which can pause after each of them. */
export function* mappedInSlices<Item, Result>(
  items: Iterable<Item>,
  map: (item: Item) => Result,
): Sliced<Result[]> {
  const results: Result[] = [];
  for (const item of items) {
    results.push(map(item));
    yield;
  }
  return results;
}

/** Does the work, but lets the event loop have its turn whenever a millisecond has passed. */
export async function inSlices<T>(work: Sliced<T>, slicing: Slicing = ofTheProcess): Promise<T> {
  const { now, pause, busy } = slicing;
  let startedAt = now();
  for (;;) {
    const step = work.next();
    const tookMs = now() - startedAt;
    if (!step.done && tookMs < sliceMs) continue;
    busy?.(tookMs);
    if (step.done) return step.value;
    await pause();
    startedAt = now();
  }
}

/** The same, but leaves off where `isOff` says so after a pause: `undefined` then. */
export function inSlicesUnless<T>(
  isOff: () => boolean,
  work: Sliced<T>,
  slicing?: Slicing,
): Promise<T | undefined> {
  return inSlices(unless(isOff, work), slicing);
}

function* unless<T>(isOff: () => boolean, work: Sliced<T>): Sliced<T | undefined> {
  for (;;) {
    const step = work.next();
    if (step.done) return step.value;
    if (isOff()) return undefined;
    yield;
  }
}

const ofTheProcess: Slicing = {
  now: () => performance.now(),
  pause: () => new Promise((resolve) => setImmediate(resolve)),
};
