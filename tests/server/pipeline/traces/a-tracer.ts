import type { Invocation } from '../../../../common/invocation';
import type { TraceEnding, WorkStart } from '../../../../common/tracer';
import { fakeRecorder } from '../../../support/fake-recorder';

type Tracing = NonNullable<NonNullable<Parameters<typeof fakeRecorder>[0]>['tracing']>;

/** A tracer on a hand-wound clock, and calls that begin and end on it. */
export function aTracer(tracing: Tracing = {}) {
  const { recorder, ...record } = fakeRecorder({ tracing });
  const { traces, now } = recorder;

  function begin(name = 'tasks.add', given: Partial<WorkStart> = {}): Invocation {
    const start = { kind: 'method', name, at: now(), ...given } as const;
    return {
      kind: start.kind,
      name,
      ended: false,
      work: traces.begin(start),
      parent: given.parent,
    };
  }

  function end(invocation: Invocation, ending: Partial<TraceEnding> = {}): void {
    traces.end(invocation, { at: now(), outcome: 'ok', ...ending });
  }

  return { ...record, recorder, begin, end };
}

/** Adds so many spans of a database call that took 1 ms. */
export function query({ work }: Invocation, count = 1, at = 1_000): void {
  for (let n = 0; n < count; n++) {
    work.begin('db', at);
    work.done('db', 'find tasks', at, at + 1);
  }
}
