import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { Radiant as RadiantApi } from '../../../server/radiant';
import { bundle, forgetBundle } from '../../host/bundle';
import { createHost, type Host } from '../../host/host';
import { loadServerCode } from '../../host/load';
import { type Blocks, measureBlocks } from '../measure-blocks';
import { answerParent } from './ask';

/** How the app is run: without settings of Radiant, without Radiant. */
export interface AppStart {
  readonly radiant: Readonly<Record<string, unknown>> | undefined;
  readonly mongoUrl: string | undefined;
}

/** What the app has used so far. */
export interface Used {
  /** Of all threads of the process, in milliseconds. */
  readonly cpuMs: number;
  /** The part of it that is not the kernel's, which is mostly that of the sockets. */
  readonly userMs: number;
  /** Of the main thread; absent where Node does not tell. */
  readonly threadMs: number | undefined;
  /** For how long the event loop was busy, in milliseconds. */
  readonly loopMs: number;
  /** Milliseconds, of a clock of its own. */
  readonly at: number;
}

export interface Memory {
  readonly rssBytes: number;
  readonly heapBytes: number;
  readonly externalBytes: number;
  /** Zero without Radiant. */
  readonly series: number;
}

/** Here, as the code that runs is a bundle somewhere else. */
const root = process.cwd();
const here = join(root, 'tests/bench/macro/app');
const agent = join(root, 'server/main.ts');

let host: Host | undefined;
let radiant: RadiantApi | undefined;

async function start({ radiant: settings, mongoUrl }: AppStart): Promise<{ url: string }> {
  host = createHost({
    version: '3.4.1',
    driver: 'oplog',
    settings: settings ? { radiant: settings } : {},
    env: { MONGO_URL: mongoUrl, MONGO_OPLOG_URL: process.env.MONGO_OPLOG_URL },
    log: () => undefined,
  });
  await bundle(agent); // in both, as what making it leaves behind is not Radiant's
  if (!settings) forgetBundle(agent);
  const entry = settings ? agent : join(here, 'no-radiant.ts');
  await loadServerCode(host, join(here, 'main.ts'), { packages: { 'radiant:agent': entry } });
  if (settings) radiant = (host.Package['radiant:agent'] as { Radiant: RadiantApi }).Radiant;
  if (radiant && !radiant.status().running) throw new Error('Radiant refused its options');
  return host.listen(0);
}

function used(): Used {
  const { user, system } = process.cpuUsage();
  const { threadCpuUsage } = process as { threadCpuUsage?: () => NodeJS.CpuUsage };
  const thread = threadCpuUsage?.call(process);
  return {
    cpuMs: (user + system) / 1_000,
    userMs: user / 1_000,
    threadMs: thread && (thread.user + thread.system) / 1_000,
    loopMs: performance.eventLoopUtilization().active,
    at: performance.now(),
  };
}

/** After collecting all garbage, several times, as some goes only with the next round. */
async function memory(): Promise<Memory> {
  setFlagsFromString('--expose-gc');
  const collectGarbage = runInNewContext('gc') as () => void;
  for (let round = 0; round < 4; round++) {
    collectGarbage();
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  const { rss, heapUsed, external } = process.memoryUsage();
  const series = radiant?.status().series ?? 0;
  return { rssBytes: rss, heapBytes: heapUsed, externalBytes: external, series };
}

/** Closes the window and waits until every sink has had it. */
async function flush(): Promise<void> {
  await radiant?.flush();
}

async function flushAndWatch(): Promise<Blocks> {
  return measureBlocks(flush);
}

async function stop(): Promise<void> {
  await radiant?.stop();
  await host?.close();
}

const answers = { start, used, memory, flush, flushAndWatch, stop };

export type AppAnswers = typeof answers;

answerParent(answers);
