import type { DdpMessage, DdpSession, DdpWire } from '../../../common/ddp';
import { OTHER } from '../../../common/metrics';
import { patchMethod } from '../../../common/patch-method';
import type { Recorder } from '../../../common/recorder';
import { type Undo, undoable } from '../../../common/undo';
import { createActivities } from './activity';
import { hookSubscriptions } from './hook-subscriptions';
import { createPublicationLedger } from './ledger';
import { SubscriptionRun } from './subscription-run';
import type { PublicationTarget } from './target';

/**
 * Records the life of every subscription, null publications included, and what
 * it sends. Subscriptions are told apart by their object, never by id: ids are
 * the clients'. Those that live when the agent starts are counted from their
 * next re-run on.
 */
export function instrumentPublications(
  target: PublicationTarget,
  wire: DdpWire,
  recorder: Recorder,
): Undo {
  const { server, session, probe } = target;
  const { context, now } = recorder;

  return undoable((defer) => {
    const activities = createActivities(recorder);
    defer(activities.undo);
    const ledger = createPublicationLedger(activities, recorder);
    defer(hookSubscriptions(target, ledger, wire, recorder));

    function waitingRun(message: DdpMessage): SubscriptionRun | undefined {
      const { id, name } = message;
      if (typeof id !== 'string' || typeof name !== 'string') return undefined; // Meteor refuses it
      if (!Object.hasOwn(server.publish_handlers, name)) {
        ledger.refused(OTHER, 'unknown');
        return undefined;
      }
      const dequeuedAt = now();
      const receivedAt = wire.receivedAt(message) ?? dequeuedAt;
      const work = recorder.traces.begin({ kind: 'publication', name, at: receivedAt });
      return new SubscriptionRun(name, activities.of(name), id, receivedAt, dequeuedAt, work);
    }

    defer(
      patchMethod(session.protocol_handlers, 'sub', (handle) => {
        return function (this: DdpSession, message: DdpMessage, unblock: () => void) {
          const run = this === probe ? undefined : waitingRun(message);
          const leave = () => context.exit(unblock); // else the next message would start inside this one
          // biome-ignore lint/complexity/noArguments: passing `arguments` on costs no array
          if (!run) return Reflect.apply(handle, this, arguments);
          return context.run(run, handle as ProtocolHandler, this, [message, leave]);
        };
      }),
    );

    defer(
      wire.onSent('nosub', (_session, message) => {
        if (!isTooManyRequests(message.error)) return;
        const run = context.current();
        if (run instanceof SubscriptionRun && run.startedAt === undefined) {
          ledger.refused(run.name, 'denied');
        }
      }),
    );

    defer(
      patchMethod(session, '_deactivateAllSubscriptions', (deactivate) => {
        return function (this: DdpSession) {
          // biome-ignore lint/complexity/noArguments: as above
          const result: unknown = Reflect.apply(deactivate, this, arguments);
          ledger.sessionEnded(this);
          return result;
        };
      }),
    );
  });
}

type ProtocolHandler = (message: DdpMessage, unblock: () => void) => unknown;

function isTooManyRequests(error: unknown): boolean {
  return (
    typeof error === 'object' &&
    error !== null &&
    (error as { error?: unknown }).error === 'too-many-requests'
  );
}
