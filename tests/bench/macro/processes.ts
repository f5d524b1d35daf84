import { type ChildProcess, fork } from 'node:child_process';
import { join } from 'node:path';
import type { AppAnswers, AppStart } from './app-process';
import { type Ask, asking } from './ask';
import type { LoadAnswers } from './load-process';
import type { ReceiverAnswers, Receivers } from './receivers-process';

/** The app in a process of its own. */
export interface RunningApp {
  readonly url: string;
  readonly ask: Ask<AppAnswers>;
  stop(): Promise<void>;
}

export interface RunningLoad {
  readonly ask: Ask<LoadAnswers>;
  stop(): Promise<void>;
}

export interface RunningReceivers extends Receivers {
  readonly ask: Ask<ReceiverAnswers>;
  stop(): Promise<void>;
}

const endMs = 10_000;

/** `nodeFlags` are for Node, such as `--cpu-prof`. */
export async function startApp(
  options: AppStart,
  nodeFlags: readonly string[] = [],
): Promise<RunningApp> {
  const child = start('app-process', nodeFlags);
  const ask = asking<AppAnswers>(child);
  const { url } = await ask('start', options);
  return { url, ask, stop: () => ended(child, ask('stop')) };
}

export function startLoad(): RunningLoad {
  const child = start('load-process');
  return { ask: asking<LoadAnswers>(child), stop: () => ended(child) };
}

export async function startReceivers(): Promise<RunningReceivers> {
  const child = start('receivers-process');
  const ask = asking<ReceiverAnswers>(child);
  return { ...(await ask('start')), ask, stop: () => ended(child) };
}

/** All of them are bundles beside the one that runs. */
function start(name: string, execArgv: readonly string[] = []): ChildProcess {
  const others = Object.entries(process.env).filter(([key]) => !key.startsWith('RADIANT_'));
  return fork(join(__dirname, `${name}.js`), [], {
    execArgv: [...execArgv],
    env: { ...Object.fromEntries(others), NODE_ENV: 'production' },
  });
}

async function ended(child: ChildProcess, before: Promise<unknown> = Promise.resolve()) {
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const kill = setTimeout(() => child.kill('SIGKILL'), endMs);
  await before.catch(() => undefined);
  if (child.connected) child.disconnect();
  await exited;
  clearTimeout(kill);
}
