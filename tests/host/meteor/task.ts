export type Task = () => unknown;

export interface TaskHandle {
  readonly task: Task;
  readonly name: string;
  /** Of tasks that somebody waits for. */
  readonly settle?: (failure: Failure | undefined) => void;
}

export interface Failure {
  readonly error: unknown;
}

export async function outcome(task: Task): Promise<Failure | undefined> {
  try {
    await task();
    return undefined;
  } catch (error) {
    return { error };
  }
}

/** Tells whoever waits for a task how it went; prints a failure nobody waits for. */
export function settle(
  handle: TaskHandle,
  failure: Failure | undefined,
  debug: (message: string, error: unknown) => void,
): void {
  if (handle.settle) handle.settle(failure);
  else if (failure) debug('Exception in queued task', failure.error);
}
