/** Does all of the work of a generator at once, and gives what it returns. */
export function drained<Result>(work: Generator<unknown, Result>): Result {
  for (;;) {
    const step = work.next();
    if (step.done) return step.value;
  }
}
