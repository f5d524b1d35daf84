import { randomFillSync } from 'node:crypto';
import { performance } from 'node:perf_hooks';
import type { Invocation } from '../../common/invocation';
import { createTracer, type OwnedTracer } from '../../server/pipeline/traces/tracer';
import type { BenchTable } from './bench-table';
import { budgets } from './budgets';
import { measureInTurns } from './measure-in-turns';

const calls = 200;

/** Every call in turn: what a call costs that is let go, and one that is kept, its final shape included. */
export async function run({ timeMs = 1_500 } = {}): Promise<readonly BenchTable[]> {
  const letGo = aTracer(0);
  const kept = aTracer(calls);
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
          repeat(() => callTraced(letGo, 'ok'));
          [...letGo.take()];
        },
      },
    ),
    await measureInTurns(
      { title: 'the same, kept', operations: calls, timeMs, budget: budgets.traceKept },
      {
        bare: () => repeat(() => callBare()),
        traced: () => {
          repeat(() => callTraced(kept, 'error'));
          [...kept.take()];
        },
      },
    ),
  ];
}

function aTracer(errorLimit: number): OwnedTracer {
  return createTracer({
    options: {
      spanLimit: 200,
      openSpanLimit: 50_000,
      errorLimit,
      nameLimit: 1000,
      windowBytes: 64 * 2 ** 20,
      userId: false,
    },
    now: () => performance.now(),
    wallNow: () => Date.now(),
    random: Math.random,
    fill: randomFillSync,
    loopBusyMs: () => performance.eventLoopUtilization().active,
    drop: () => undefined,
  });
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

function callTraced(tracer: OwnedTracer, outcome: 'ok' | 'error'): void {
  const receivedAt = performance.now();
  const work = tracer.begin({ kind: 'method', name: 'tasks.add', at: receivedAt });
  const startedAt = performance.now();
  const runSpan = work.trace?.open('run', 'run', work.own, startedAt) ?? -1;
  work.span = runSpan;
  for (let n = 0; n < 3; n++) {
    const from = performance.now();
    work.begin('db', from);
    work.done('db', 'find tasks', from, performance.now());
  }
  const settledAt = performance.now();
  work.trace?.close(runSpan, settledAt);
  work.span = work.own;
  const invocation: Invocation = { kind: 'method', name: 'tasks.add', ended: true, work };
  const details = () => ({
    ddp: 'session::1',
    parts: [
      { kind: 'queue', from: receivedAt, to: startedAt } as const,
      { kind: 'fence', from: settledAt, to: settledAt } as const,
    ],
  });
  tracer.end(invocation, { at: settledAt, outcome, details });
}
