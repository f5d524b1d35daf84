import type { Span, Trace } from '../../common/trace';

let ids = 0;

/** Hexadecimal digits that no other call gives. */
const nextId = (digits: number) => (++ids).toString(16).padStart(digits, '0');

/** A span of a database call; every field can be given. */
export function aSpan(fields: Partial<Span> = {}): Span {
  return { id: nextId(16), kind: 'db', name: 'tasks.find', startMs: 1, durationMs: 2, ...fields };
}

/** A trace of a call that took 12 ms and was kept at random, with its root alone; every field can be given. */
export function aTrace(fields: Partial<Trace> = {}): Trace {
  const { kind = 'method', name = 'tasks.add', durationMs = 12 } = fields;
  return {
    traceId: nextId(32),
    kind,
    name,
    at: 0,
    durationMs,
    outcome: 'ok',
    kept: 'random',
    keepRate: 0.5,
    spans: [aSpan({ kind, name, startMs: 0, durationMs, onCpuMs: 3.5 })],
    around: {},
    ...fields,
  };
}

/** A trace in which nothing is absent. */
export function aFullTrace(fields: Partial<Trace> = {}): Required<Trace> {
  const root = aSpan({ kind: 'method', name: 'tasks.add', parentId: nextId(16), startMs: 0 });
  return {
    traceId: nextId(32),
    kind: 'method',
    name: 'tasks.add',
    at: 0,
    durationMs: 1_234.5,
    outcome: 'error',
    kept: 'error',
    keepRate: 0.125,
    ddp: 'Sessi0n::7',
    userId: 'us3r',
    args: [{ type: 'object', keys: ['listId'] }, '“ключ”', 1.5, true, null],
    spans: [
      { ...root, onCpuMs: 3.5, failed: true },
      aSpan({
        parentId: root.id,
        startMs: 0.25,
        durationMs: 1_234.25,
        attributes: { collection: 'tasks', documents: 7, cached: false },
        failed: true,
        unfinished: true,
      }),
      aSpan({ parentId: root.id, kind: 'http.client', name: 'GET example.org', durationMs: 0 }),
    ],
    beyond: { db: { count: 199_000, durationMs: 50_000.25 }, custom: { count: 1, durationMs: 2 } },
    around: {
      blockedBy: { kind: 'publication', name: 'tasks', traceId: nextId(32) },
      queuedBefore: 3,
      loopBusyMs: 17.5,
    },
    ...fields,
  };
}
