import { type ChildProcess, fork } from 'node:child_process';
import { join } from 'node:path';
import type { AppOptions, AppReady } from './app-options';
import { within } from './deferred';

export interface RunningApp {
  /** `http://localhost:port` */
  readonly url: string;
  /** Rejects when the process ends although nobody stopped it; else stays open. */
  readonly crashed: Promise<never>;
  /** The last of what the app's process printed. */
  output(): string;
  stop(): Promise<void>;
}

const START_MS = 60_000;
const STOP_MS = 5_000;
const KEPT_OUTPUT = 8_000;

/** Starts the example app in a process of its own, so that its figures are its own. */
export async function startApp(options: AppOptions): Promise<RunningApp> {
  const child = fork(join(__dirname, 'app-process.ts'), [JSON.stringify(options)], {
    execArgv: ['--require', require.resolve('tsx/cjs')],
    env: appEnvironment(),
    silent: true,
  });
  const output = keepOutput(child);
  let stopping = false;

  const exited = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
  });
  const crashed = exited.then<never>(() => {
    if (stopping) return new Promise<never>(() => {});
    throw new Error(`The app ended (${child.exitCode ?? child.signalCode}):\n${output()}`);
  });
  crashed.catch(() => {});

  const ready = new Promise<AppReady>((resolve) => {
    child.once('message', (message) => resolve(message as AppReady));
  });
  const { url } = await within(START_MS, 'The app did not start', Promise.race([ready, crashed]));

  return {
    url,
    crashed,
    output,
    async stop() {
      stopping = true;
      if (child.connected) child.disconnect();
      const kill = setTimeout(() => child.kill('SIGKILL'), STOP_MS);
      await exited;
      clearTimeout(kill);
    },
  };
}

/** The environment without what configures the tests, which the agent would not know. */
function appEnvironment(): NodeJS.ProcessEnv {
  const entries = Object.entries(process.env);
  return Object.fromEntries(entries.filter(([name]) => !name.startsWith('RADIANT_E2E_')));
}

function keepOutput(child: ChildProcess): () => string {
  let kept = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => {
      kept = (kept + text).slice(-KEPT_OUTPUT);
    });
  }
  return () => kept;
}
