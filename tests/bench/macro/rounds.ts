import { type Random, seededRandom } from '../../support/seeded-random';
import { shuffled } from '../../support/shuffled';
import { calibrate } from './calibrate';
import type { Driven } from './drive';
import { type RunningApp, type RunningLoad, startApp } from './processes';
import { blockOf } from './turns';
import type { Variant } from './variants';
import type { WorkloadName } from './workloads';

/** What one turn of one app came to. */
export interface Turn extends Driven {
  readonly cpuMs: number;
  /** Without the kernel's part. */
  readonly userMs: number;
  readonly threadMs: number | undefined;
  /** For how long the event loop was busy. */
  readonly loopMs: number;
  readonly spanMs: number;
}

/** What is measured of each app of a round. */
export interface Measurement {
  readonly workload: WorkloadName;
  /** `open`: calls at a fixed rate that keeps the bare app at `share` of a core. `closed`: as fast as answers come. */
  readonly load: 'open' | 'closed';
  readonly blocks: number;
}

/** Turns by variant, as many of each, in the order they were made. */
export type Block = ReadonlyMap<string, readonly Turn[]>;

export interface RoundOptions {
  /** The first is the one without Radiant. */
  readonly variants: readonly Variant[];
  readonly measurements: readonly Measurement[];
  readonly load: RunningLoad;
  readonly clients: number;
  readonly turnMs: number;
  /** For which each app is loaded before it is measured; a quarter of it before every further measurement. */
  readonly warmMs: number;
  readonly seed: number;
  readonly mongoUrl: (variant: string) => string | undefined;
  /** Calls per second by workload, where they are known from an earlier round; added to. */
  readonly rates: Map<WorkloadName, number>;
  /** Called with each app before it is stopped. */
  readonly atEnd?: (variant: Variant, app: RunningApp) => Promise<void>;
}

export const targetShare = 0.6;
const closedClients = 20;

/**
 * One round: fresh processes, one for each variant, started in any order (the
 * first of four alike was some percent dearer), all warmed up alike and then
 * loaded in short turns. Gives the blocks of each measurement.
 */
export async function measureRound(options: RoundOptions): Promise<Block[][]> {
  const { variants, measurements, load, clients, seed } = options;
  const random = seededRandom(seed);
  const apps = new Map<string, RunningApp>();
  try {
    for (const { name, radiant } of shuffled(variants, random)) {
      const app = await startApp({ radiant, mongoUrl: options.mongoUrl(name) });
      apps.set(name, app);
      await load.ask('connect', { url: app.url, clients });
      await load.ask('subscribe', { url: app.url });
    }
    const measured: Block[][] = [];
    for (const measurement of measurements) {
      const warmMs = measured.length === 0 ? options.warmMs : options.warmMs / 4;
      measured.push(await measure(measurement, apps, random, { ...options, warmMs }));
    }
    for (const variant of variants) {
      const app = apps.get(variant.name);
      if (app) await options.atEnd?.(variant, app);
    }
    return measured;
  } finally {
    for (const { url, stop } of apps.values()) {
      await load.ask('disconnect', { url });
      await stop();
    }
  }
}

async function measure(
  { workload, load: kind, blocks }: Measurement,
  apps: ReadonlyMap<string, RunningApp>,
  random: Random,
  { variants, load, turnMs, warmMs, rates }: RoundOptions,
): Promise<Block[]> {
  const names = variants.map(({ name }) => name);
  const turn = (name: string, order: { rate?: number | undefined; durationMs: number }) =>
    oneTurn(load, apps.get(name), { ...order, workload, seed: Math.floor(random() * 2 ** 31) });

  for (const name of blockOf(names, random)) await turn(name, { durationMs: warmMs / 2 });
  const rate = kind === 'open' ? (rates.get(workload) ?? (await findRate())) : undefined;
  if (rate !== undefined) rates.set(workload, rate);

  async function findRate(): Promise<number> {
    const bare = names[0] ?? '';
    const { calls, cpuMs } = await turn(bare, { durationMs: turnMs });
    const first = (targetShare * 1_000) / (cpuMs / calls);
    const found = await calibrate(first, targetShare, async (tried) => {
      const trial = await turn(bare, { rate: tried, durationMs: 2 * turnMs });
      return trial.cpuMs / trial.calls;
    });
    return found.rate;
  }

  const measured: Block[] = [];
  for (let block = 0; block < blocks; block++) {
    const turns = new Map<string, Turn[]>(names.map((name) => [name, []]));
    for (const name of blockOf(names, random)) {
      turns.get(name)?.push(await turn(name, { rate, durationMs: turnMs }));
    }
    measured.push(turns);
  }
  return measured;
}

interface TurnOrder {
  readonly workload: WorkloadName;
  readonly rate?: number | undefined;
  readonly durationMs: number;
  readonly seed: number;
}

async function oneTurn(
  load: RunningLoad,
  app: RunningApp | undefined,
  order: TurnOrder,
): Promise<Turn> {
  if (!app) throw new Error('no such app');
  const clients = order.rate === undefined ? closedClients : undefined;
  const before = await app.ask('used');
  const driven = await load.ask('run', { url: app.url, clients, ...order });
  const after = await app.ask('used');
  if (driven.failed > 0) throw new Error(`${order.workload}: ${driven.failed} calls failed`);
  return {
    ...driven,
    cpuMs: after.cpuMs - before.cpuMs,
    userMs: after.userMs - before.userMs,
    threadMs:
      after.threadMs === undefined || before.threadMs === undefined
        ? undefined
        : after.threadMs - before.threadMs,
    loopMs: after.loopMs - before.loopMs,
    spanMs: after.at - before.at,
  };
}
