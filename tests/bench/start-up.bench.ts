import { type BenchTable, rowsOf } from './bench-table';
import { budgets } from './budgets';
import { compiled, inAProcess } from './in-a-process';

interface StartUp {
  readonly tookMs: number;
  readonly running: boolean;
  readonly loaded: readonly string[];
}

/** What comes with the package whatever is configured; sinks load theirs when they are used. */
export const always: readonly string[] = ['isbot', 'lodash'];

/** From reading the package's code to a running agent, in a process that has just begun: the median. */
export async function run({ isQuick = false } = {}): Promise<BenchTable> {
  const script = compiled('tests/bench/start-up-process.ts');
  const file = compiled('server/main.ts');
  const times: number[] = [];
  for (let round = 0; round < (isQuick ? 3 : 9); round++) {
    const { tookMs, running, loaded } = (await inAProcess(script, file)) as StartUp;
    if (!running) throw new Error('bench: the agent did not start');
    const others = loaded.filter((name) => !always.includes(name));
    if (others.length > 0) throw new Error(`loaded though nobody asked: ${others.join(', ')}`);
    times.push(tookMs * 1e6);
  }
  const sorted = times.sort((a, b) => a - b);
  return {
    title: 'start-up: the package loaded, the agent running',
    budget: budgets.startUp,
    rows: rowsOf([
      ['median', sorted[sorted.length >> 1] ?? Number.NaN],
      ['fastest', sorted[0] ?? Number.NaN],
    ]),
  };
}
