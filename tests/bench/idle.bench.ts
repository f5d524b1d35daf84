import { type BenchTable, rowsOf } from './bench-table';
import { budgets } from './budgets';
import { compiled, inAProcess } from './in-a-process';

/**
 * What an app that nobody calls takes of a core, all three side by side. By
 * default a window is flushed every ten seconds, and async hooks are in for a
 * quarter of a second of them: a shorter time than twenty seconds may have one
 * more or less.
 */
export async function run({ isQuick = false } = {}): Promise<readonly BenchTable[]> {
  const script = compiled('tests/bench/idle-process.ts');
  const seconds = isQuick ? '4' : '20';
  const share = async (radiant: string) =>
    ((await inAProcess(script, radiant, seconds)) as { readonly share: number }).share;
  const [bare, quiet, monitored] = await Promise.all(['bare', 'quiet', 'monitored'].map(share));
  const table = (title: string, value: number | undefined, budget: BenchTable['budget']) => ({
    ...{ title, unit: 'percent' as const, budget },
    rows: rowsOf([
      ['bare', bare ?? Number.NaN],
      ['with Radiant', value ?? Number.NaN],
    ]),
  });
  return [
    table('idle, without the figures of the process', quiet, budgets.idle),
    table('idle, with all defaults', monitored, budgets.idleWithLoopMonitor),
  ];
}
