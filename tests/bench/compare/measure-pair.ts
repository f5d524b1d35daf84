import { type Side, startSide } from './side';
import type { Variant } from './turns';

/** Nanoseconds of one operation in one pair of processes. */
export interface PairTimes {
  readonly bare: number | undefined;
  readonly radiant: number;
}

/** By subject. */
export type Measured = ReadonlyMap<string, { readonly base: PairTimes; readonly head: PairTimes }>;

export interface Scripts {
  readonly base: string;
  readonly head: string;
}

type Which = 'base' | 'head';

const warmMs = 60;
const turnMs = 12;
const rounds = 8;

/**
 * Measures the subjects in two fresh processes, one of each state, that take
 * short turns: base, head, head, base. What else the machine does hits both
 * alike, and mostly falls away, as the tenth fastest percent counts.
 */
export async function measurePair(
  scripts: Scripts,
  subjects: readonly string[],
): Promise<Measured> {
  const sides = { base: await startSide(scripts.base), head: await startSide(scripts.head) };
  const measured = new Map<string, { base: PairTimes; head: PairTimes }>();
  try {
    for (const subject of subjects) measured.set(subject, await measureSubject(sides, subject));
  } finally {
    sides.base.end();
    sides.head.end();
  }
  return measured;
}

async function measureSubject(sides: Readonly<Record<Which, Side>>, subject: string) {
  const order: readonly Which[] = ['base', 'head', 'head', 'base'];
  const times = { base: timesOf(), head: timesOf() };
  const variants: readonly Variant[] = ['bare', 'radiant'];
  for (const which of ['base', 'head'] as const) {
    for (const variant of variants) await sides[which].take({ subject, variant, forMs: warmMs });
  }
  for (let round = 0; round < rounds; round++) {
    for (const which of order) {
      for (const variant of variants) {
        times[which][variant].push(
          ...(await sides[which].take({ subject, variant, forMs: turnMs })),
        );
      }
    }
  }
  const pairTimes = ({ bare, radiant }: ReturnType<typeof timesOf>): PairTimes => ({
    bare: bare.length > 0 ? fastTenth(bare) : undefined,
    radiant: fastTenth(radiant),
  });
  return { base: pairTimes(times.base), head: pairTimes(times.head) };
}

function timesOf(): Record<Variant, number[]> {
  return { bare: [], radiant: [] };
}

function fastTenth(times: readonly number[]): number {
  const sorted = [...times].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 10)] ?? Number.NaN;
}
