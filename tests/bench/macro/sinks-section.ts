import { mean } from '../statistics';
import { compare } from './compare';
import type { RunningApp, RunningReceivers } from './processes';
import { type Block, measureRound, type RoundOptions } from './rounds';
import type { Section } from './section';
import { ms, percentText, textTable, us } from './text-table';
import {
  defaults,
  off,
  scrapePath,
  scrapeToken,
  sinkVariants,
  untraced,
  type Variant,
} from './variants';

const flushes = 5;

/** What a trivial call costs with each of the sinks, all variants side by side. */
export const sinksSection: Section = async (parts) => {
  const { options, load, mongoUrl, print } = parts;
  const receivers = await parts.receivers();
  const sinks = sinkVariants(receivers, mongoUrl('sink'));
  const variants = [off, untraced, defaults, ...sinks];
  const rates: RoundOptions['rates'] = new Map();
  const rounds: Block[][] = [];
  const flushMs = new Map<string, number[]>(variants.map(({ name }) => [name, []]));
  for (let round = 0; round < Math.max(1, Math.ceil(options.rounds / 3)); round++) {
    const [blocks = []] = await measureRound({
      ...{ variants, load, mongoUrl, rates, clients: 100, turnMs: 500, warmMs: 1_200 },
      measurements: [{ workload: 'echo', load: 'open', blocks: 1 }],
      seed: options.seed * 1_000 + 500 + round,
      async atEnd(variant, app) {
        for (let flush = 0; variant.radiant && flush < flushes; flush++) {
          const order = { url: app.url, workload: 'mix', durationMs: 100, seed: flush } as const;
          await load.ask('run', { ...order, clients: 20 });
          const cpuMs = await costOfFlush(variant, app, receivers);
          if (flush > 0) flushMs.get(variant.name)?.push(cpuMs);
        }
      },
    });
    rounds.push(blocks);
  }
  const rows = variants.slice(1).map(({ name }) => {
    const { other, ratio } = compare(rounds, off.name, name);
    const costs = flushMs.get(name) ?? [];
    return [name, us(other.cpuUs), percentText(ratio('cpuUs')), ms(mean(costs))];
  });
  print(`\nA trivial method at a fixed rate, by sink, ${rounds.length} rounds\n`);
  print(textTable(['', 'CPU per call', 'more than off', 'CPU of one flush'], rows));
  return [];
};

/** Until the sink has had the batch; a scrape is part of it where there is one. */
async function costOfFlush(
  { isScraped }: Variant,
  { url, ask }: RunningApp,
  receivers: RunningReceivers,
): Promise<number> {
  const before = await ask('used');
  await ask('flush');
  if (isScraped) {
    await receivers.ask('scrape', { address: `${url}${scrapePath}`, token: scrapeToken });
  }
  const after = await ask('used');
  return after.cpuMs - before.cpuMs;
}
