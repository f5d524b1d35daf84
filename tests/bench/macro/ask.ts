import type { ChildProcess } from 'node:child_process';

/** What one process can be asked, by name: each takes one value and answers with one. */
export type Answers = Readonly<Record<string, (asked: never) => unknown>>;

interface Question {
  readonly id: number;
  readonly name: string;
  readonly asked: unknown;
}

interface Answer {
  readonly id: number;
  readonly value?: unknown;
  readonly error?: string;
}

/** Answers the process that forked this one, and ends when that one does. */
export function answerParent(answers: Answers): void {
  async function answer({ id, name, asked }: Question): Promise<void> {
    try {
      process.send?.({ id, value: await answers[name]?.(asked as never) } satisfies Answer);
    } catch (error) {
      const text = error instanceof Error ? error.stack : String(error);
      process.send?.({ id, error: `${name}: ${text}` } satisfies Answer);
    }
  }
  process.on('message', (question) => void answer(question as Question));
  process.on('disconnect', () => process.exit(0));
  process.on('SIGINT', () => undefined); // Ctrl-C reaches all of the group; the parent decides
}

/** Asks one forked process. */
export type Ask<Asked extends Answers> = <Name extends keyof Asked & string>(
  name: Name,
  ...asked: Parameters<Asked[Name]>
) => Promise<Awaited<ReturnType<Asked[Name]>>>;

/** The way to ask a forked process; what is open when it ends is rejected. */
export function asking<Asked extends Answers>(child: ChildProcess): Ask<Asked> {
  const open = new Map<number, { resolve(value: never): void; reject(error: Error): void }>();
  let lastId = 0;
  child.on('message', (message) => {
    const { id, value, error } = message as Answer;
    const one = open.get(id);
    open.delete(id);
    if (error === undefined) one?.resolve(value as never);
    else one?.reject(new Error(error));
  });
  child.on('exit', (code, signal) => {
    for (const { reject } of open.values())
      reject(new Error(`a process ended (${code ?? signal})`));
    open.clear();
  });
  return (name, asked?) =>
    new Promise((resolve, reject) => {
      const id = ++lastId;
      open.set(id, { resolve, reject });
      child.send({ id, name, asked } satisfies Question);
    });
}
