import type { DdpMessage, DdpSession, DdpWire } from '../../../common/ddp';
import { OTHER } from '../../../common/metrics';
import { patchMethod } from '../../../common/patch-method';
import type { Recorder } from '../../../common/recorder';
import { giveUpTurn, takeTurn } from '../../../common/turn';
import { type Undo, undoable } from '../../../common/undo';
import { createActivities } from './activity';
import { hookSubscriptions } from './hook-subscriptions';
import { createPublicationLedger } from './ledger';
import { traceRuns } from './run-trace';
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
    const parts = traceRuns(recorder.traces);
    const ledger = createPublicationLedger(activities, recorder, parts);
    defer(hookSubscriptions(target, ledger, wire, recorder));

    function waitingRun(by: DdpSession, message: DdpMessage): SubscriptionRun | undefined {
      if (!isWellFormed(message)) return undefined; // Meteor refuses it
      const { id, name } = message;
      if (!Object.hasOwn(server.publish_handlers, name)) {
        ledger.refused(OTHER, 'unknown');
        return undefined;
      }
      if (by._namedSubs?.has(id)) return undefined; // Meteor ignores it: there is one already
      const dequeuedAt = now();
      const arrival = wire.arrival(by, message);
      const at = arrival?.at ?? dequeuedAt;
      const work = recorder.traces.begin({ kind: 'publication', name, at });
      const run = new SubscriptionRun(name, activities.of(name), id, at, dequeuedAt, work, arrival);
      run.session = by;
      return run;
    }

    defer(
      patchMethod(session.protocol_handlers, 'sub', (handle) => {
        return function (this: DdpSession, message: DdpMessage, unblock: () => void) {
          const run = this === probe ? undefined : waitingRun(this, message);
          // biome-ignore lint/complexity/noArguments: passing `arguments` on costs no array
          if (!run) return Reflect.apply(handle, this, arguments);
          takeTurn(run.arrival, run);
          const leave = () => {
            giveUpTurn(run.arrival, run);
            return context.exit(unblock); // else the next message would start inside this one
          };
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
          parts.ended(run, { at: now(), outcome: 'denied' });
          giveUpTurn(run.arrival, run);
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

interface SubMessage extends DdpMessage {
  readonly id: string;
  readonly name: string;
}

/** As Meteor checks it, so that what it refuses leaves nothing open here. */
function isWellFormed(message: DdpMessage): message is SubMessage {
  const { id, name, params = [] } = message;
  return typeof id === 'string' && typeof name === 'string' && Array.isArray(params);
}

type ProtocolHandler = (message: DdpMessage, unblock: () => void) => unknown;

function isTooManyRequests(error: unknown): boolean {
  return (
    typeof error === 'object' &&
    error !== null &&
    (error as { error?: unknown }).error === 'too-many-requests'
  );
}
