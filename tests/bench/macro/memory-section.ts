import type { Blocks } from '../measure-blocks';
import { mean, median } from '../statistics';
import type { Memory } from './app-process';
import { budgets, type Verdict } from './budget';
import { type RunningApp, startApp } from './processes';
import type { Section, SectionParts } from './section';
import { mb, ms, textTable } from './text-table';
import { defaults, off, type Variant } from './variants';
import type { WorkloadName } from './workloads';

/** What one process came to. */
interface Filled {
  readonly early: Memory;
  readonly full: Memory;
  readonly flushes: { readonly few: readonly Blocks[]; readonly many: readonly Blocks[] };
}

const clients = 200;
const flushesWarm = 6;

/** Memory with ten thousand series, and how long closing their window blocks the event loop. */
export const memorySection: Section = async (parts) => {
  const { options, print } = parts;
  const bare: Filled[] = [];
  const filled: Filled[] = [];
  for (let round = 0; round < Math.max(2, Math.floor(options.rounds / 2)); round++) {
    const inTurn = round % 2 === 0 ? [off, defaults] : [defaults, off];
    for (const variant of inTurn) {
      (variant === off ? bare : filled).push(await fill(variant, parts));
    }
  }
  print(`\nMemory after garbage collection, medians of ${bare.length} processes each\n`);
  print(memoryTable(bare, filled));
  print('\nLongest block of the event loop in a flush\n');
  print(flushTable(filled));
  return [memoryVerdict(bare, filled), ...flushVerdicts(filled)];
};

async function fill({ name, radiant }: Variant, parts: SectionParts): Promise<Filled> {
  const { load, mongoUrl } = parts;
  const app = await startApp({ radiant, mongoUrl: mongoUrl(name) });
  try {
    await load.ask('connect', { url: app.url, clients });
    await work('fewNames', app, parts, 1_000);
    const few = await watchFlushes('fewNames', 500, app, parts);
    const early = await app.ask('memory');
    await work('names', app, parts, 5_000);
    await app.ask('flush');
    const full = await app.ask('memory');
    const many = await watchFlushes('names', 1_500, app, parts);
    return { early, full, flushes: { few, many } };
  } finally {
    await load.ask('disconnect', { url: app.url });
    await app.stop();
  }
}

/** All of its names are touched before each flush. */
async function watchFlushes(
  workload: WorkloadName,
  durationMs: number,
  app: RunningApp,
  parts: SectionParts,
): Promise<Blocks[]> {
  const flushes: Blocks[] = [];
  for (let flush = 0; flush < flushesWarm; flush++) {
    await work(workload, app, parts, durationMs);
    flushes.push(await app.ask('flushAndWatch'));
  }
  return flushes;
}

async function work(
  workload: WorkloadName,
  { url }: RunningApp,
  { load, options }: SectionParts,
  durationMs: number,
): Promise<void> {
  await load.ask('run', { url, workload, durationMs, seed: options.seed, clients });
}

function memoryTable(bare: readonly Filled[], filled: readonly Filled[]): string {
  const row = (name: string, stage: 'early' | 'full') => {
    const at = (all: readonly Filled[], of: (memory: Memory) => number) =>
      median(all.map((one) => of(one[stage])));
    const more = (of: (memory: Memory) => number) => mb(at(filled, of) - at(bare, of));
    return [
      ...[name, String(at(filled, ({ series }) => series))],
      ...[mb(at(bare, ({ rssBytes }) => rssBytes)), mb(at(filled, ({ rssBytes }) => rssBytes))],
      ...[more(({ rssBytes }) => rssBytes), more(({ heapBytes }) => heapBytes)],
      more(({ externalBytes }) => externalBytes),
    ];
  };
  return textTable(
    ['', 'series', 'rss without', 'rss with', 'more rss', 'more heap', 'more external'],
    [row('few names', 'early'), row('many names', 'full')],
  );
}

const blocksOf = (filled: readonly Filled[], size: 'few' | 'many') =>
  filled.map(({ flushes }) => flushes[size]);

function flushTable(filled: readonly Filled[]): string {
  const row = (name: string, size: 'few' | 'many') => {
    const all = blocksOf(filled, size);
    const warm = all.flatMap((flushes) => flushes.slice(1));
    const cold = all.flatMap((flushes) => flushes.slice(0, 1));
    return [
      name,
      ms(median(warm.map(({ longestMs }) => longestMs))),
      ms(Math.max(...warm.map(({ longestMs }) => longestMs))),
      ms(median(warm.map(({ longestWallMs }) => longestWallMs))),
      ms(median(cold.map(({ longestMs }) => longestMs))),
      ms(mean(warm.map(({ cpuMs }) => cpuMs))),
    ];
  };
  return textTable(
    ['', 'median', 'longest', 'median by the clock', 'the first one', 'CPU in all'],
    [row('few names', 'few'), row('many names', 'many')],
  );
}

function memoryVerdict(bare: readonly Filled[], filled: readonly Filled[]): Verdict {
  const rss = (all: readonly Filled[]) => median(all.map(({ full }) => full.rssBytes));
  const more = rss(filled) - rss(bare);
  return {
    promise: 'at most 25 MB more memory with ten thousand series',
    found: mb(more),
    isKept: more <= budgets.memoryBytes,
  };
}

function flushVerdicts(filled: readonly Filled[]): Verdict[] {
  return (['few', 'many'] as const).map((size) => {
    const warm = blocksOf(filled, size).flatMap((flushes) => flushes.slice(1));
    const found = median(warm.map(({ longestMs }) => longestMs));
    return {
      promise: `a flush of ${size} names blocks the event loop for at most 5 ms`,
      found: ms(found),
      isKept: found <= budgets.flushBlockMs,
    };
  });
}
