import type { DdpSession } from '../../../common/ddp';
import type { Invocation } from '../../../common/invocation';
import type { Arrival } from '../../../common/tracer';
import type { Work } from '../../../common/work';
import type { PublicationActivity } from './activity';

/** One run of a publish function for one subscription: its context, and what it did so far. */
export class SubscriptionRun implements Invocation {
  readonly kind = 'publication';
  readonly parent = undefined;
  /** When the subscription first started; a re-run carries on from the run before it. */
  startedAt: number | undefined;
  isReady = false;
  ended = false;
  initialDocs = 0;
  /** Documents it holds in the merge box. */
  docs = 0;
  /** Whose subscription it is; unlike the subscription it still knows when it has stopped. */
  session: DdpSession | undefined;
  /** Index of the span of the publish function. */
  runSpan = -1;

  constructor(
    readonly name: string,
    readonly activity: PublicationActivity,
    /** The client's id of the subscription; undefined for null publications. */
    readonly subscriptionId: string | undefined,
    /** Undefined where no client waits: re-runs, null publications. */
    readonly receivedAt: number | undefined,
    /** When the subscription left the queue of its session. */
    readonly dequeuedAt: number,
    readonly work: Work,
    readonly arrival: Arrival | undefined = undefined,
  ) {}
}
