import { type ChildProcess, fork } from 'node:child_process';
import type { Times, Turn } from './turns';

/** A running state of the agent. */
export interface Side {
  readonly subjects: readonly string[];
  take(turn: Turn): Promise<Times>;
  end(): void;
}

interface Answer {
  readonly subjects?: readonly string[];
  readonly times?: Times;
  readonly failed?: string;
}

/** Starts a bundle of `side-process.ts`. */
export async function startSide(script: string): Promise<Side> {
  const child = fork(script, { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  const { subjects = [] } = await nextAnswer(child);
  return {
    subjects,
    async take(turn) {
      child.send(turn);
      const { times, failed } = await nextAnswer(child);
      if (failed) throw new Error(failed);
      return times ?? [];
    },
    end: () => child.disconnect(),
  };
}

function nextAnswer(child: ChildProcess): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const ended = () => reject(new Error(`a side ended: ${child.exitCode ?? child.signalCode}`));
    child.once('exit', ended);
    child.once('message', (answer) => {
      child.off('exit', ended);
      resolve(answer as Answer);
    });
  });
}
