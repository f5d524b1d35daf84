/** What `run` returns, or nothing where it throws: a browser may refuse any of its parts. */
export function attempt<Result>(run: () => Result): Result | undefined {
  try {
    return run();
  } catch {
    return undefined;
  }
}
