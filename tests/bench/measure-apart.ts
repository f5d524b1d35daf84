import { type BenchTable, rowsOf } from './bench-table';
import type { Budget } from './budgets';
import { compiled } from './in-a-process';
import { measureSides, type SideTimes } from './sides/measure-sides';
import type { Variant } from './sides/side';
import type { SubjectName } from './sides/subjects';
import { median } from './statistics';

/**
 * What Radiant adds, bare and instrumented in processes of their own that take
 * turns: in one process, the bare app would pay for promises that Radiant has
 * watched, and both for code that is compiled for two. The median of some pairs
 * of processes, since two that do the same may differ by some percent.
 */
export async function measureApart(
  subjects: Readonly<Partial<Record<SubjectName, Budget>>>,
  { isQuick = false } = {},
): Promise<readonly BenchTable[]> {
  const script = compiled('tests/bench/sides/side-process.ts');
  const names = Object.keys(subjects) as SubjectName[];
  const pairs: Array<ReadonlyMap<SubjectName, SideTimes<Variant>>> = [];
  for (let pair = 0; pair < (isQuick ? 1 : 5); pair++) {
    pairs.push(
      await measureSides(
        { bare: { script, variant: 'bare' }, radiant: { script, variant: 'radiant' } },
        names,
        { warmMs: isQuick ? 150 : 500 },
      ),
    );
  }
  return names.map((name) => {
    const bare = median(pairs.map((pair) => pair.get(name)?.bare ?? Number.NaN));
    const radiant = median(pairs.map((pair) => pair.get(name)?.radiant ?? Number.NaN));
    const rows = rowsOf([
      ['bare', bare],
      ['with Radiant', radiant],
    ]);
    return { title: name, budget: subjects[name], rows };
  });
}
