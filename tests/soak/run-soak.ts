import type { UserOptions } from '../../common/options';
import { fillLimits } from './fill-limits';
import { measureRestarts } from './measure-restarts';
import { type SinkServer, startSinkServer } from './sink-server';
import { type SoakApp, startSoakApp } from './start-soak-app';
import { header, progressRow } from './table';
import { type Traffic, trafficTo } from './traffic';
import type { Sample, Tally } from './verdict';

export interface SoakOptions {
  readonly minutes: number;
  /** Plants a leak in the app with Radiant, to see that it is found. */
  readonly leak: boolean;
  readonly print: (line: string) => void;
}

export interface Soaked {
  /** Those after the warm-up. */
  readonly samples: readonly Sample[];
  readonly tally: Tally;
}

const seriesLimit = 100;
const outageEvery = 3;
const outageMs = 2_000;
const warmUpSessions = 500;

/** Small enough for all that is limited to be full after the warm-up. */
const optionsFor = (url: string): UserOptions => ({
  http: { url },
  flushIntervalMs: 5_000,
  sinkTimeoutMs: 3_000,
  seriesIdleMs: 604_800_000,
  ...{ seriesLimit, histogramLimit: 1_000, memoryBytes: 3 * 2 ** 20 },
  traces: { openSpanLimit: 1_000 },
  collector: { rememberedIds: 1_000, requestsPerAddress: 1_000 },
  // A window a second, where one in ten seconds is usual; more would take so much that they pause.
  ...{ cpuWindowMs: 10, cpuWindowEveryMs: 1_000 },
  logs: 'info',
  api: { enabled: false },
  dashboard: { enabled: false },
});

/**
 * Two apps, one with Radiant, under the same traffic in real time, and a sink
 * that breaks down now and then. Traffic comes in bursts, and a sample is taken
 * when everybody is gone. The first third, at most five minutes, warms up. In
 * the end the agent is stopped and started again and again.
 */
export async function runSoak({ minutes, leak, print }: SoakOptions): Promise<Soaked> {
  const startedAt = Date.now();
  const passedMs = () => Date.now() - startedAt;
  const sink = await startSinkServer();
  const options = optionsFor(sink.url);
  const apps = await Promise.all([
    startSoakApp({ radiant: true, leak, options }),
    startSoakApp({ radiant: false, leak: false, options }),
  ]);
  const [radiant, bare] = apps;
  const traffic = [trafficTo(radiant.url), trafficTo(bare.url)] as const;
  const [toRadiant] = traffic;
  const [filling] = await Promise.all(apps.map((app) => fillLimits(app, 1.2 * seriesLimit)));

  const warmUpMs = Math.min(minutes * 20_000, 300_000);
  const burstMs = Math.max(4_000, minutes * 300);
  const samples: Sample[] = [];
  let shown: Sample | undefined;
  print(header());
  const isWarm = () => passedMs() > warmUpMs && toRadiant.sessions > warmUpSessions;
  for (let n = 1; passedMs() < minutes * 60_000; n++) {
    const wasWarm = isWarm();
    await burst(traffic, sink, { ms: burstMs, breaksDown: n % outageEvery === 0 });
    await delivered(radiant);
    const figures = await Promise.all([radiant.figures(), bare.figures()]);
    const { sessions } = toRadiant;
    const sample = {
      minutes: passedMs() / 60_000,
      sessions,
      radiant: figures[0],
      bare: figures[1],
    };
    if (wasWarm) samples.push(sample);
    if (shown && sample.minutes - shown.minutes < 0.95) continue;
    print(progressRow(sample, shown, toRadiant.calls.sent));
    shown = sample;
  }

  const { calls: recorded, mostSeries } = sink;
  const { sent, answered } = toRadiant.calls;
  const perRestart = await measureRestarts(radiant, toRadiant);
  const failures = traffic.flatMap((each) => each.failures).slice(0, 10);
  await Promise.all(apps.map((app) => app.stop()));
  await sink.close();
  const calls = { sent: sent + (filling ?? 0), answered: answered + (filling ?? 0), recorded };
  return { samples, tally: { ...calls, seriesLimit, mostSeries, ...perRestart, failures } };
}

async function burst(
  traffic: readonly Traffic[],
  sink: SinkServer,
  { ms, breaksDown }: { readonly ms: number; readonly breaksDown: boolean },
): Promise<void> {
  for (const each of traffic) each.resume();
  await wait(ms - outageMs);
  if (breaksDown) await sink.breakDown();
  await wait(outageMs);
  await Promise.all(traffic.map((each) => each.pause()));
  await sink.recover();
}

/** Resolves when nothing waits for a sink, not even calls of those who left in their midst. */
async function delivered(app: SoakApp): Promise<void> {
  await wait(400);
  for (let time = 0; time < 100 && (await app.flush()) > 0; time++) await wait(300);
}

const wait = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
