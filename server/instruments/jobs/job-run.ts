import type { Invocation } from '../../../common/invocation';
import type { Work } from '../../../common/work';

/** One run of a job while it is under way. */
export class JobRun implements Invocation {
  readonly kind = 'job';
  ended = false;

  constructor(
    readonly name: string,
    readonly startedAt: number,
    readonly parent: Invocation | undefined,
    readonly work: Work,
  ) {}
}
