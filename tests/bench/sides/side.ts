import { type ChildProcess, fork } from 'node:child_process';
import type { SubjectName } from './subjects';

/** A process that measures when it is asked to. */
export interface Side {
  take(turn: Turn): Promise<Times>;
  end(): void;
}

export interface Turn {
  readonly subject: SubjectName;
  /** How long to be at work at least: on a busy machine a turn is longer, and measures as much. */
  readonly forMs: number;
}

/** Nanoseconds of one operation, each time it was measured; none where there is nothing to do. */
export type Times = readonly number[];

export type Variant = 'bare' | 'radiant';

interface Answer {
  readonly times?: Times;
  readonly failed?: string;
}

/** Starts a bundle of `side-process.ts`. */
export function startSide(script: string, variant: Variant): Side {
  const child = fork(script, [variant], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  return {
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
