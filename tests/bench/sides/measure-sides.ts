import { type Side, startSide, type Variant } from './side';
import type { SubjectName } from './subjects';

/** What to start: a bundle of `side-process.ts`, without Radiant or with it. */
export interface SideScript {
  readonly script: string;
  readonly variant: Variant;
}

/** Nanoseconds of one operation by side; `undefined` where there is nothing to do. */
export type SideTimes<Name extends string> = Readonly<Record<Name, number | undefined>>;

/**
 * Measures the subjects in fresh processes, one for each side, that take short
 * turns, there and back. What else the machine does hits all alike, and mostly
 * falls away, as the tenth fastest percent counts.
 */
export async function measureSides<Name extends string>(
  scripts: Readonly<Record<Name, SideScript>>,
  subjects: readonly SubjectName[],
  { warmMs = 150, rounds = 8, turnMs = 12 } = {},
): Promise<ReadonlyMap<SubjectName, SideTimes<Name>>> {
  const names = Object.keys(scripts) as Name[];
  const sides = names.map((name) => {
    const { script, variant } = scripts[name];
    return { name, side: startSide(script, variant) };
  });
  const measured = new Map<SubjectName, SideTimes<Name>>();
  try {
    for (const subject of subjects) {
      measured.set(subject, await measureSubject(sides, subject, { warmMs, rounds, turnMs }));
    }
  } finally {
    for (const { side } of sides) side.end();
  }
  return measured;
}

async function measureSubject<Name extends string>(
  sides: ReadonlyArray<{ readonly name: Name; readonly side: Side }>,
  subject: SubjectName,
  { warmMs, rounds, turnMs }: Readonly<Record<'warmMs' | 'rounds' | 'turnMs', number>>,
): Promise<SideTimes<Name>> {
  const timed = sides.map(({ name, side }) => ({ name, side, times: [] as number[] }));
  for (const { side } of timed) await side.take({ subject, forMs: warmMs });
  for (let round = 0; round < rounds; round++) {
    for (const { side, times } of [...timed, ...[...timed].reverse()]) {
      times.push(...(await side.take({ subject, forMs: turnMs })));
    }
  }
  return Object.fromEntries(
    timed.map(({ name, times }) => [name, fastTenth(times)]),
  ) as SideTimes<Name>;
}

function fastTenth(times: readonly number[]): number | undefined {
  const sorted = [...times].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 10)];
}
