import { type BenchTable, rowsOf } from './bench-table';
import { budgets } from './budgets';
import { compiled, inAProcess } from './in-a-process';
import { median } from './statistics';

interface StartUp {
  /** Until its code was read and compiled. */
  readonly compiledMs: number;
  /** Until the agent ran. */
  readonly tookMs: number;
  readonly running: boolean;
  readonly loaded: readonly string[];
}

/** What comes with the package whatever is configured; sinks load theirs when they are used. */
export const always: readonly string[] = ['isbot', 'lodash'];

/** What loading the package takes, in a process that has just begun: the medians. */
export async function run({ isQuick = false } = {}): Promise<BenchTable> {
  const script = compiled('tests/bench/start-up-process.ts');
  const file = compiled('server/main.ts');
  const runs: StartUp[] = [];
  for (let round = 0; round < (isQuick ? 3 : 9); round++) {
    const one = (await inAProcess(script, file)) as StartUp;
    const { running, loaded } = one;
    if (!running) throw new Error('bench: the agent did not start');
    const others = loaded.filter((name) => !always.includes(name));
    if (others.length > 0) throw new Error(`loaded though nobody asked: ${others.join(', ')}`);
    runs.push(one);
  }
  const medianOf = (read: (one: StartUp) => number) => median(runs.map(read));
  return {
    title: 'start-up: the package in a new process',
    budget: budgets.startUp,
    rows: rowsOf([
      ['running it, until the agent runs', 1e6 * medianOf((one) => one.tookMs - one.compiledMs)],
      ['reading and compiling its code', 1e6 * medianOf((one) => one.compiledMs)],
    ]),
  };
}
