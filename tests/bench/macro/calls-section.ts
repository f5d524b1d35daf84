import { budgets, type Verdict } from './budget';
import { type Comparison, compare } from './compare';
import { type Block, type Measurement, measureRound, type RoundOptions } from './rounds';
import type { Section } from './section';
import { ms, percentText, share, textTable, us } from './text-table';
import { defaults, off } from './variants';

const measurements: readonly Measurement[] = [
  { workload: 'echo', load: 'open', blocks: 4 },
  { workload: 'echo', load: 'closed', blocks: 1 },
  { workload: 'wait5', load: 'open', blocks: 2 },
  { workload: 'cpu5', load: 'open', blocks: 2 },
  { workload: 'db3', load: 'open', blocks: 1 },
  { workload: 'mix', load: 'open', blocks: 1 },
];

/** What each kind of call costs with Radiant, beside the same without it. */
export const callsSection: Section = async ({ options, load, mongoUrl, print }) => {
  const wanted = options.quick ? measurements.slice(0, 3) : measurements;
  const rates: RoundOptions['rates'] = new Map();
  const rounds: Block[][][] = [];

  async function measure(count: number): Promise<readonly Verdict[]> {
    for (let round = 0; round < count; round++) {
      rounds.push(
        await measureRound({
          ...{ variants: [off, defaults], measurements: wanted, load, mongoUrl, rates },
          ...{ clients: 200, turnMs: 500, warmMs: options.quick ? 2_000 : 4_000 },
          seed: options.seed * 1_000 + rounds.length,
        }),
      );
    }
    const compared = wanted.map((_, index) =>
      compare(
        rounds.map((round) => round[index] ?? []),
        off.name,
        defaults.name,
      ),
    );
    print(`\nCalls, with all defaults beside without Radiant, ${rounds.length} rounds\n`);
    print(tableOf(wanted, compared));
    return verdictsOf(wanted, compared);
  }

  const verdicts = await measure(options.rounds);
  if (verdicts.every(({ isKept }) => isKept)) return verdicts;
  print('\nnot all is kept; as much again, to be sure\n');
  return measure(options.rounds);
};

const head = [
  ...['method', 'load', 'calls/s', 'CPU', 'loop', 'CPU per call', 'with Radiant', 'more CPU'],
  ...['outside the kernel', 'more of it'],
  ...['p50', 'change of p50', 'p95', 'with', 'p99', 'with', 'calls/s changed'],
];

function tableOf(made: readonly Measurement[], compared: readonly Comparison[]): string {
  const rows = compared.map(({ base, other, ratio }, index) => {
    const { workload = '', load = '' } = made[index] ?? {};
    return [
      ...[workload, load, base.callsPerSecond.toFixed(0), share(base.cpuShare)],
      ...[share(base.loopShare), us(base.cpuUs), us(other.cpuUs), percentText(ratio('cpuUs'))],
      ...[us(base.userUs), percentText(ratio('userUs'))],
      ...[ms(base.p50), percentText(ratio('p50')), ms(base.p95), ms(other.p95)],
      ...[ms(base.p99), ms(other.p99), load === 'open' ? '' : percentText(ratio('callsPerSecond'))],
    ];
  });
  return textTable(head, rows);
}

function verdictsOf(made: readonly Measurement[], compared: readonly Comparison[]): Verdict[] {
  return compared.flatMap(({ ratio }, index) => {
    const { workload, load } = made[index] ?? {};
    if (load !== 'open') return [];
    if (workload === 'echo') return [trivial(ratio('cpuUs'))];
    return workload === 'wait5' || workload === 'cpu5' ? [medianOf(workload, ratio('p50'))] : [];
  });
}

function trivial(found: ReturnType<Comparison['ratio']>): Verdict {
  return {
    promise: 'a call of a trivial method takes at most 3 % more CPU',
    found: percentText(found),
    isKept: found.ratio <= budgets.trivialCpuRatio,
  };
}

/** A change is measurable where the interval does not hold 1, and more than what a clock's tick makes. */
function medianOf(workload: string, found: ReturnType<Comparison['ratio']>): Verdict {
  return {
    promise: `no measurable change at the median of ${workload}`,
    found: percentText(found),
    isKept: found.low <= 1 || found.ratio <= budgets.medianRatio,
  };
}
