/** Work that can pause at each yield. */
export type Sliced<T> = Generator<void, T>;

const sliceMs = 1;

/** Does the work, but lets the event loop have its turn whenever a millisecond has passed. */
export async function inSlices<T>(work: Sliced<T>): Promise<T> {
  let startedAt = performance.now();
  for (;;) {
    const step = work.next();
    if (step.done) return step.value;
    if (performance.now() - startedAt < sliceMs) continue;
    await new Promise((resolve) => setImmediate(resolve));
    startedAt = performance.now();
  }
}
