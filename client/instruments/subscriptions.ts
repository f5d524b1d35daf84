import { codeOf } from '../../common/analytics/code-of';
import { type DdpHandlers, type DdpNotes, listenTo } from '../../common/analytics/ddp-notes';
import type { Feature } from '../../common/analytics/feature';
import type { TimingsRecorder } from '../../common/analytics/timings';
import { setBounded } from '../../common/set-bounded';
import { undoable } from '../../common/undo';

/** The part of `Meteor.connection` this feature touches. */
export interface SubscriptionConnection {
  readonly _lastSessionId?: unknown;
}

/**
 * Times subscriptions from when they are on the wire until Meteor has what is
 * ready. Live ones are sent again after a reconnect, which is told apart; where
 * the session is resumed, the server says no second time that they are ready.
 */
export function subscriptions(
  connection: SubscriptionConnection,
  notes: DdpNotes,
  timings: TimingsRecorder,
): Feature {
  return {
    name: 'subscriptions',
    install: (client) =>
      undoable((defer) => {
        const { clear, handlers } = followSubscriptions(connection, timings);
        defer(clear);
        defer(listenTo(notes, client, handlers));
      }),
  };
}

interface Waiting {
  readonly name: string;
  /** It was ready before. */
  readonly isAgain: boolean;
  readonly sentAt: number;
  sends: number;
}

function followSubscriptions(connection: SubscriptionConnection, timings: TimingsRecorder) {
  const waiting = new Map<string, Waiting>();
  const everReady = new Map<string, true>();
  let lastSession: unknown;

  function ended(id: string, at: number, failure?: unknown): void {
    const found = waiting.get(id);
    if (!found) return;
    waiting.delete(id);
    const { name, isAgain, sentAt, sends } = found;
    const durationMs = at - sentAt;
    const error = failure === undefined ? undefined : codeOf(failure);
    if (error === undefined) {
      const metric = isAgain ? 'client.subscription.resubscribe' : 'client.subscription.ready';
      timings.time(metric, { publication: name }, durationMs);
    }
    const ddp = `${connection._lastSessionId}::${id}`;
    timings.call({ kind: 'publication', name, durationMs, sends, ddp, ...(error && { error }) });
  }

  const handlers: DdpHandlers = {
    _send({ msg, id = '', name = '' }, at) {
      if (msg === 'unsub') waiting.delete(id);
      if (msg !== 'sub') return;
      const isAgain = everReady.has(id);
      const before = isAgain ? undefined : waiting.get(id);
      if (before) before.sends++;
      else setBounded(waiting, id, { name, isAgain, sentAt: at, sends: 1 });
    },
    _process_ready({ subs = [] }, at) {
      for (const id of subs) {
        setBounded(everReady, id, true);
        ended(id, at);
      }
    },
    _livedata_nosub({ id = '', error }, at) {
      if (error) ended(id, at, error);
      waiting.delete(id);
    },
    _livedata_connected({ session }) {
      const isResumed = session === (lastSession ?? connection._lastSessionId);
      lastSession = session;
      if (!isResumed) return;
      for (const [id, { isAgain }] of waiting) if (isAgain) waiting.delete(id);
    },
  };

  return { handlers, clear: () => waiting.clear() };
}
