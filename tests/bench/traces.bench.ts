import type { BenchTable } from './bench-table';
import { budgets } from './budgets';
import { measureInTurns } from './measure-in-turns';
import { benchTracer, tracedCall } from './traced-call';

const calls = 200;

/** Every call in turn: what a call costs that is let go, and one that is kept, its final shape included. */
export async function run({ timeMs = 1_500 } = {}): Promise<readonly BenchTable[]> {
  const letGo = benchTracer(0);
  const kept = benchTracer(calls);
  return [
    await measureInTurns(
      {
        title: 'a call with 3 database spans, let go',
        operations: calls,
        timeMs,
        budget: budgets.traceLetGo,
      },
      {
        bare: () => repeat(() => callBare()),
        traced: () => {
          repeat(() => tracedCall(letGo, 'ok'));
          [...letGo.take()];
        },
      },
    ),
    await measureInTurns(
      { title: 'the same, kept', operations: calls, timeMs, budget: budgets.traceKept },
      {
        bare: () => repeat(() => callBare()),
        traced: () => {
          repeat(() => tracedCall(kept, 'error'));
          [...kept.take()];
        },
      },
    ),
  ];
}

function repeat(task: () => void): void {
  for (let n = 0; n < calls; n++) task();
}

/** What the app does: nothing that takes time, so that the figures are ours. */
function callBare(): number {
  let sum = 0;
  for (let n = 0; n < 3; n++) sum += n;
  return sum;
}
