import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Ask, SoakAppOptions } from './app-process';
import type { ProcessFigures } from './process-figures';

export interface SoakApp {
  readonly url: string;
  figures(): Promise<ProcessFigures>;
  /** Hands what was recorded so far to the sinks, and gives how many bytes still wait for one. */
  flush(): Promise<number>;
  /** Takes the agent out and starts it again. */
  restart(): Promise<void>;
  stop(): Promise<void>;
}

const stopMs = 5_000;

/** What V8 knows of functions is there from the first call on, and stays: else it grows for minutes. */
const steady = ['--no-lazy-feedback-allocation', '--no-flush-bytecode'];

/** Starts the app under soak in a process of its own. */
export async function startSoakApp(options: SoakAppOptions): Promise<SoakApp> {
  const child = fork(join(__dirname, 'app-process.ts'), [JSON.stringify(options)], {
    execArgv: [...steady, '--expose-gc', '--require', require.resolve('tsx/cjs')],
    env: { ...process.env, NODE_ENV: 'production' },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const exited = once(child, 'exit');
  let last: Promise<unknown> = Promise.resolve();

  async function answer(): Promise<unknown> {
    const answered = once(child, 'message');
    const ended = exited.then(([code, signal]) => {
      throw new Error(`The app ended (${signal ?? code})`);
    });
    const [message] = (await Promise.race([answered, ended])) as [{ readonly answer: unknown }];
    return message.answer;
  }

  function ask(question: Ask): Promise<unknown> {
    const asked = last.then(() => {
      const answered = answer();
      child.send(question);
      return answered;
    });
    last = asked.catch(() => undefined);
    return asked;
  }

  const { url } = (await answer()) as { readonly url: string };
  return {
    url,
    figures: async () => (await ask('figures')) as ProcessFigures,
    flush: async () => (await ask('flush')) as number,
    async restart() {
      await ask('restart');
    },
    async stop() {
      child.disconnect();
      const kill = setTimeout(() => child.kill('SIGKILL'), stopMs);
      await exited;
      clearTimeout(kill);
    },
  };
}
