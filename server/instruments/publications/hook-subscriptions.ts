import type { DdpSession, DdpSubscription, DdpWire } from '../../../common/ddp';
import { patchMethod } from '../../../common/patch-method';
import type { Recorder } from '../../../common/recorder';
import { type Undo, undoable } from '../../../common/undo';
import type { PublicationLedger } from './ledger';
import { nullPublicationNames } from './null-publication-names';
import { SubscriptionRun } from './subscription-run';
import type { PublicationTarget } from './target';
import { type HandledSubscription, watchHandler } from './watch-handler';

// biome-ignore lint/complexity/noBannedTypes: any function, whatever its signature
type AnyFunction = Function;
type Step = 'ready' | 'error' | '_deactivate';

/** Hooks what happens to subscriptions, and books what they send to them. */
export function hookSubscriptions(
  { server, session, subscription, probe }: PublicationTarget,
  ledger: PublicationLedger,
  wire: DdpWire,
  recorder: Recorder,
): Undo {
  const { context, cpu } = recorder;
  const nullName = nullPublicationNames(server);
  /** The run whose `added`, `changed` or `removed` is on the stack. */
  let sender: SubscriptionRun | undefined;
  /** The session whose subscriptions are being stopped to run them again. */
  let rerunning: DdpSession | undefined;

  const nameOf = (of: DdpSubscription) => of._name ?? nullName(of._handler);

  /** Calls `tell` before each call of a step, with its first argument. */
  function before(step: Step, tell: (of: DdpSubscription, first: unknown) => void): Undo {
    return patchMethod(subscription, step, (original) => {
      return function (this: DdpSubscription) {
        try {
          // biome-ignore lint/complexity/noArguments: passing `arguments` on costs no array
          tell(this, arguments[0]);
        } catch (error) {
          recorder.failed(error);
        }
        // biome-ignore lint/complexity/noArguments: passing `arguments` on costs no array
        return Reflect.apply(original, this, arguments);
      };
    });
  }

  /** Calls `original` with the run as the sender of what it sends. */
  function sendAs(run: SubscriptionRun, original: AnyFunction, self: unknown, args: IArguments) {
    const outer = sender;
    sender = run;
    try {
      return Reflect.apply(original, self, args);
    } finally {
      sender = outer;
    }
  }

  function liveRunOf(of: DdpSubscription): SubscriptionRun | undefined {
    const run = ledger.runOf(of);
    return run?.ended ? undefined : run;
  }

  function watchChanged(): Undo {
    return patchMethod(subscription, 'changed', (original) => {
      return function (this: DdpSubscription) {
        const run = liveRunOf(this);
        // biome-ignore lint/complexity/noArguments: as above
        if (!run) return Reflect.apply(original, this, arguments);
        // biome-ignore lint/complexity/noArguments: as above
        return sendAs(run, original, this, arguments);
      };
    });
  }

  /** As `watchChanged`, and counts the documents the subscription gains or loses. */
  function watchDocuments(action: 'added' | 'removed'): Undo {
    return patchMethod(subscription, action, (original) => {
      return function (this: DdpSubscription, collection: string) {
        const run = liveRunOf(this);
        // biome-ignore lint/complexity/noArguments: as above
        if (!run) return Reflect.apply(original, this, arguments);
        const docs = documentsOf(this, collection);
        if (action === 'added' && !run.isReady) run.initialDocs++;
        try {
          // biome-ignore lint/complexity/noArguments: as above
          return sendAs(run, original, this, arguments);
        } finally {
          countDocs(run, this, collection, docs);
        }
      };
    });
  }

  function countDocs(run: SubscriptionRun, of: DdpSubscription, collection: string, docs: number) {
    const gained = documentsOf(of, collection) - docs;
    if (gained === 0 || run.ended || !isMerged(collection)) return;
    run.docs += gained;
    run.activity.docs += gained;
  }

  function isMerged(collection: string): boolean {
    const strategy = server.getPublicationStrategy(collection);
    return strategy.useCollectionView && strategy.useDummyDocumentView !== true;
  }

  function runWatched(of: DdpSubscription, run: SubscriptionRun, runHandler: AnyFunction): unknown {
    let unwatch: Undo | undefined;
    try {
      unwatch = watchHandler(of as HandledSubscription, run, cpu, ledger);
    } catch (error) {
      recorder.failed(error);
    }
    try {
      return Reflect.apply(runHandler, of, []);
    } finally {
      unwatch?.();
    }
  }

  return undoable((defer) => {
    defer(
      patchMethod(subscription, '_runHandler', (runHandler) => {
        return function (this: DdpSubscription) {
          const waiting = context.current();
          if (waiting instanceof SubscriptionRun && isRunOf(waiting, this)) {
            ledger.start(this, waiting);
            return runWatched(this, waiting, runHandler);
          }
          // biome-ignore lint/complexity/noArguments: as above
          if (this._session === probe) return Reflect.apply(runHandler, this, arguments);
          const run = ledger.startUnasked(this, nameOf(this));
          return context.run(run, runWatched, undefined, [this, run, runHandler]);
        };
      }),
    );
    defer(
      patchMethod(subscription, '_recreate', (recreate) => {
        return function (this: DdpSubscription) {
          // biome-ignore lint/complexity/noArguments: as above
          const next: DdpSubscription = Reflect.apply(recreate, this, arguments);
          ledger.recreated(this, next);
          return next;
        };
      }),
    );
    defer(
      patchMethod(session, '_setUserId', (setUserId) => {
        return function (this: DdpSession) {
          rerunning = this; // subscriptions are stopped before the first await
          try {
            // biome-ignore lint/complexity/noArguments: as above
            return Reflect.apply(setUserId, this, arguments);
          } finally {
            rerunning = undefined;
          }
        };
      }),
    );
    defer(before('_deactivate', (of) => ledger.stop(of, isRerunning(of, rerunning))));
    defer(before('error', (of, error) => ledger.failed(of, nameOf(of), error)));
    defer(before('ready', (of) => ledger.ready(of)));
    for (const action of ['added', 'changed', 'removed'] as const) {
      defer(action === 'changed' ? watchChanged() : watchDocuments(action));
      defer(
        wire.onSent(action, (_session, _message, bytes) => {
          if (!sender || bytes === 0) return;
          sender.activity.messageSent(action, sender.isReady ? 'live' : 'initial', bytes);
        }),
      );
    }
  });
}

function isRunOf(run: SubscriptionRun, subscription: DdpSubscription): boolean {
  return run.startedAt === undefined && run.subscriptionId === subscription._subscriptionId;
}

function isRerunning(subscription: DdpSubscription, session: DdpSession | undefined): boolean {
  return session !== undefined && subscription._session === session;
}

function documentsOf(subscription: DdpSubscription, collection: string): number {
  return subscription._documents?.get(collection)?.size ?? 0;
}
