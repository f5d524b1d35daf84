import type { Invocation } from './invocation';
import type { CpuOwner } from './stopwatch';
import { Work } from './work';

/**
 * Inside of it runs what Radiant does for itself, such as sending batches. What
 * instruments see there is not the app's: they record nothing of it.
 */
export const ownInvocation: Invocation = {
  kind: 'job',
  name: 'radiant',
  ended: false,
  work: new Work(undefined, -1, undefined),
};

/** Has the synchronous time that Radiant takes outside of the app's calls. */
export const ownTime: CpuOwner = { cpuMs: 0, label: { owner: 'radiant', name: '' } };
