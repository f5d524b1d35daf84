import type { TraceOutcome } from '../../../common/trace';
import type { TraceDetails, TracePart, Tracer } from '../../../common/tracer';
import type { SubscriptionRun } from './subscription-run';

/** The spans of a subscription, until it is ready: its time in the queue, and the publish function. */
export interface RunTrace {
  handlerStarted(run: SubscriptionRun, at: number): void;
  handlerSettled(run: SubscriptionRun, at: number, failed: boolean): void;
  /** Ready, failed, refused or stopped: what comes first ends the trace. Calling it again does nothing. */
  ended(run: SubscriptionRun, ending: RunEnding): void;
}

interface RunEnding {
  readonly at: number;
  readonly outcome: TraceOutcome;
  readonly isExpected?: boolean;
}

export function traceRuns(traces: Tracer): RunTrace {
  return {
    handlerStarted(run, at) {
      const { work } = run;
      run.runSpan = work.trace?.open('run', 'run', work.own, at) ?? -1;
      if (run.runSpan >= 0) work.span = run.runSpan;
    },
    handlerSettled({ work, runSpan }, at, failed) {
      if (runSpan < 0) return;
      work.trace?.close(runSpan, at, failed);
      work.span = work.own;
    },
    ended(run, { at, outcome, isExpected: expected }) {
      if (!run.work.trace?.isOpen) return;
      traces.end(run, { at, outcome, expected, details: () => detailsOf(run) });
    },
  };
}

function detailsOf(run: SubscriptionRun): TraceDetails {
  const { subscriptionId, session, arrival, receivedAt: from, dequeuedAt: to } = run;
  const id = subscriptionId !== undefined && session?.id;
  const ddp = id ? `${id}::${subscriptionId}` : undefined;
  const userId = typeof session?.userId === 'string' ? session.userId : undefined;
  const parts: TracePart[] = from === undefined ? [] : [{ kind: 'queue', from, to }];
  return { ddp, userId, arrival, parts };
}
