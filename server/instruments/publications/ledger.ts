import type { DdpSession, DdpSubscription } from '../../../common/ddp';
import { isExpectedError } from '../../../common/expected-error';
import type { Recorder } from '../../../common/recorder';
import type { TraceOutcome } from '../../../common/trace';
import { giveUpTurn } from '../../../common/turn';
import type { PublicationActivities } from './activity';
import type { RunTrace } from './run-trace';
import { SubscriptionRun } from './subscription-run';
import type { HandlerListener } from './watch-handler';

/** Follows subscriptions from start to end, through re-runs, and records each step. */
export interface PublicationLedger extends HandlerListener {
  runOf(subscription: DdpSubscription): SubscriptionRun | undefined;
  /** The publish function is about to run for a subscription whose run is waiting. */
  start(subscription: DdpSubscription, run: SubscriptionRun): void;
  /** The same without a waiting run: a re-run, or a null publication. */
  startUnasked(subscription: DdpSubscription, name: string): SubscriptionRun;
  ready(subscription: DdpSubscription): void;
  /** The publish function threw, or the app called `error()`; the subscription may have stopped before. */
  failed(subscription: DdpSubscription, name: string, error: unknown): void;
  refused(name: string, why: 'denied' | 'unknown'): void;
  /** `next` carries on for `subscription`. */
  recreated(subscription: DdpSubscription, next: DdpSubscription): void;
  /** The subscription ended, or, with `willRerun`, pauses until it is run again. */
  stop(subscription: DdpSubscription, willRerun: boolean): void;
  /** The session is gone: null publications that paused will not be run again. */
  sessionEnded(session: DdpSession): void;
}

export function createPublicationLedger(
  activities: Pick<PublicationActivities, 'of'>,
  recorder: Recorder,
  parts: RunTrace,
): PublicationLedger {
  const { record, now, traces, cpu } = recorder;
  const runs = new WeakMap<DdpSubscription, SubscriptionRun>();
  /** What a re-run carries on from: by subscription, and for null publications by session and handler. */
  const earlier = new WeakMap<DdpSubscription, SubscriptionRun>();
  const paused = new WeakMap<DdpSession, Map<unknown, SubscriptionRun>>();

  function begin(subscription: DdpSubscription, run: SubscriptionRun, before?: SubscriptionRun) {
    runs.set(subscription, run);
    run.session = subscription._session ?? undefined;
    run.startedAt = before?.startedAt ?? now();
    run.activity.active++;
    record({ kind: 'publication', name: run.name, step: before ? 'rerun' : 'started' });
  }

  function takeEarlier(subscription: DdpSubscription): SubscriptionRun | undefined {
    const named = earlier.get(subscription);
    if (named || !subscription._session) return named;
    const waiting = paused.get(subscription._session);
    const run = waiting?.get(subscription._handler);
    waiting?.delete(subscription._handler);
    return run;
  }

  function end({ name, startedAt = now() }: SubscriptionRun): void {
    record({ kind: 'publication', name, step: 'stopped', lifetimeMs: now() - startedAt });
  }

  /** Books what is still on the stopwatch, where the publish function itself is the caller. */
  function bank({ work }: SubscriptionRun): void {
    cpu.enter(work);
    cpu.leave();
  }

  function endTrace(run: SubscriptionRun, outcome: TraceOutcome, isExpected = false): void {
    giveUpTurn(run.arrival, run);
    parts.ended(run, { at: now(), outcome, isExpected });
  }

  function pause(subscription: DdpSubscription, run: SubscriptionRun): void {
    const { _session: session, _subscriptionId: id, _handler: handler } = subscription;
    if (id !== undefined || !session) return; // `recreated` tells about named ones
    const waiting = paused.get(session) ?? new Map<unknown, SubscriptionRun>();
    paused.set(session, waiting.set(handler, run));
  }

  return {
    runOf: (subscription) => runs.get(subscription),
    start: begin,
    startUnasked(subscription, name) {
      const before = takeEarlier(subscription);
      const { _subscriptionId: id } = subscription;
      const at = now();
      const work = traces.begin({ kind: 'publication', name, at });
      const run = new SubscriptionRun(name, activities.of(name), id, undefined, at, work);
      begin(subscription, run, before);
      return run;
    },
    ready(subscription) {
      const run = runs.get(subscription);
      if (!run || run.isReady || run.ended) return;
      run.isReady = true;
      bank(run);
      const at = now();
      const { name, receivedAt, dequeuedAt, initialDocs: docs, subscriptionId } = run;
      const isRerun = receivedAt === undefined && subscriptionId !== undefined;
      const since = receivedAt ?? dequeuedAt;
      const readyMs = isRerun ? undefined : at - since;
      const queueMs = receivedAt === undefined ? undefined : dequeuedAt - receivedAt;
      const { cpuMs } = run.work;
      const dbMs = run.work.busyMs('db', at);
      record({ kind: 'publication', name, step: 'ready', readyMs, queueMs, docs, cpuMs, dbMs });
      endTrace(run, 'ok');
    },
    failed(subscription, name, error) {
      const run = runs.get(subscription);
      record({ kind: 'publication', name, step: 'error' });
      recorder.error({ source: 'publication', name, error, invocation: run });
      if (!run) return;
      bank(run);
      endTrace(run, 'error', isExpectedError(error));
    },
    handlerStarted: (run) => parts.handlerStarted(run, now()),
    handlerSettled(run, hasFailed, outcome) {
      parts.handlerSettled(run, now(), hasFailed);
      // A null publication need not say that it is ready: nobody waits for it.
      const isUnasked = run.subscriptionId === undefined;
      if (isUnasked && !hasFailed && (outcome === undefined || outcome === null)) {
        endTrace(run, 'ok');
      }
    },
    refused: (name, step) => record({ kind: 'publication', name, step }),
    recreated(subscription, next) {
      const run = runs.get(subscription);
      if (run) earlier.set(next, run);
    },
    stop(subscription, willRerun) {
      const run = runs.get(subscription);
      if (!run || run.ended) return;
      run.ended = true;
      run.activity.active--;
      run.activity.docs -= run.docs;
      run.docs = 0;
      endTrace(run, 'aborted');
      if (willRerun) pause(subscription, run);
      else end(run);
    },
    sessionEnded(session) {
      for (const run of paused.get(session)?.values() ?? []) end(run);
      paused.delete(session);
    },
  };
}
