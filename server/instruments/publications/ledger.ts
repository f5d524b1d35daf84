import type { DdpSession, DdpSubscription } from '../../../common/ddp';
import type { Recorder } from '../../../common/recorder';
import type { PublicationActivities } from './activity';
import { SubscriptionRun } from './subscription-run';

/** Follows subscriptions from start to end, through re-runs, and records each step. */
export interface PublicationLedger {
  runOf(subscription: DdpSubscription): SubscriptionRun | undefined;
  /** The publish function is about to run for a subscription whose run is waiting. */
  start(subscription: DdpSubscription, run: SubscriptionRun): void;
  /** The same without a waiting run: a re-run, or a null publication. */
  startUnasked(subscription: DdpSubscription, name: string): SubscriptionRun;
  ready(run: SubscriptionRun): void;
  failed(name: string): void;
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
  { record, now, traces }: Recorder,
): PublicationLedger {
  const runs = new WeakMap<DdpSubscription, SubscriptionRun>();
  /** What a re-run carries on from: by subscription, and for null publications by session and handler. */
  const earlier = new WeakMap<DdpSubscription, SubscriptionRun>();
  const paused = new WeakMap<DdpSession, Map<unknown, SubscriptionRun>>();

  function begin(subscription: DdpSubscription, run: SubscriptionRun, before?: SubscriptionRun) {
    runs.set(subscription, run);
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
    ready(run) {
      if (run.isReady || run.ended) return;
      run.isReady = true;
      const { name, receivedAt, dequeuedAt, initialDocs: docs, subscriptionId } = run;
      const isRerun = receivedAt === undefined && subscriptionId !== undefined;
      const since = receivedAt ?? dequeuedAt;
      const readyMs = isRerun ? undefined : now() - since;
      const queueMs = receivedAt === undefined ? undefined : dequeuedAt - receivedAt;
      const { cpuMs } = run.work;
      const dbMs = run.work.busyMs('db', now());
      record({ kind: 'publication', name, step: 'ready', readyMs, queueMs, docs, cpuMs, dbMs });
    },
    failed: (name) => record({ kind: 'publication', name, step: 'error' }),
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
      if (willRerun) pause(subscription, run);
      else end(run);
    },
    sessionEnded(session) {
      for (const run of paused.get(session)?.values() ?? []) end(run);
      paused.delete(session);
    },
  };
}
