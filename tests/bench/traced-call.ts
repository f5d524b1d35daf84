import { randomFillSync } from 'node:crypto';
import { performance } from 'node:perf_hooks';
import type { Invocation } from '../../common/invocation';
import { createTracer, type OwnedTracer } from '../../server/pipeline/traces/tracer';

/** A tracer that keeps so many failed calls of a window; those that end well it lets go. */
export function benchTracer(errorLimit: number): OwnedTracer {
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
    loopIdleMs: () => performance.nodeTiming.idleTime,
    drop: () => undefined,
  });
}

/** A call of a method with three operations on the database. */
export function tracedCall(tracer: OwnedTracer, outcome: 'ok' | 'error'): void {
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
