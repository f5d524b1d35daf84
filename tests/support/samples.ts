import type { Invocation } from '../../common/invocation';
import type { MethodSample } from '../../common/sample';
import { Work } from '../../common/work';

/** A call by a client that took 12 ms, 2 of them in the queue, and did nothing but run. */
export const aMethodSample = (given: Partial<MethodSample> = {}): MethodSample => ({
  kind: 'method',
  name: 'tasks.add',
  origin: 'client',
  outcome: 'ok',
  durationMs: 12,
  queueMs: 2,
  runMs: 9,
  resultBytes: 100,
  unblocked: false,
  cpuMs: 1,
  dbMs: undefined,
  httpMs: undefined,
  emailMs: undefined,
  ...given,
});

/** An invocation that is under way; nothing of it is traced. */
export const anInvocation = <Kind extends Invocation['kind']>(kind: Kind, name: string) => ({
  kind,
  name,
  ended: false,
  work: new Work(undefined, -1, undefined),
});
