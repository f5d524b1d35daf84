import { codeOf } from '../../common/analytics/code-of';
import { type DdpMessage, type DdpNotes, listenTo } from '../../common/analytics/ddp-notes';
import type { Feature, FeatureClient } from '../../common/analytics/feature';
import type { TimingsRecorder } from '../../common/analytics/timings';
import { watchCalls } from '../../common/analytics/watch-calls';
import { setBounded } from '../../common/set-bounded';
import { undoable } from '../../common/undo';

/** The part of `Meteor.connection` this feature touches. */
export interface MethodConnection {
  readonly _methodInvokers: Readonly<Record<string, Invoker>>;
  readonly _lastSessionId?: unknown;
}

/** Meteor's `MethodInvoker`: one call, until its callback was told. */
interface Invoker {
  _onResultReceived(error?: unknown): void;
  _callback(error?: unknown): void;
}

/**
 * Times method calls from when they are first on the wire to their result, and
 * to their callback, which Meteor tells once the client has the data too. A
 * call that is sent again after a reconnect is the same call.
 */
export function methods(
  connection: MethodConnection,
  notes: DdpNotes,
  timings: TimingsRecorder,
): Feature {
  return {
    name: 'methods',
    install: (client) =>
      undoable((defer) => {
        if (!connection._methodInvokers) throw new TypeError('_methodInvokers is missing');
        const { sent, result, clear } = followCalls(connection, timings, client);
        defer(clear);
        defer(listenTo(notes, client, { _send: sent, _livedata_result: result }));
      }),
  };
}

interface Call {
  readonly method: string;
  readonly sentAt: number;
  sends: number;
  durationMs?: number;
  error?: string;
}

function followCalls(
  connection: MethodConnection,
  timings: TimingsRecorder,
  client: FeatureClient,
) {
  const calls = new Map<string, Call>();

  function ended(id: string, call: Call, visibleMs?: number): void {
    if (!calls.delete(id)) return;
    const { method: name, durationMs = 0, sends, error } = call;
    timings.call({
      kind: 'method',
      name,
      durationMs,
      ...(visibleMs !== undefined && { visibleMs }),
      sends,
      ddp: `${connection._lastSessionId}::${id}`,
      ...(error !== undefined && { error }),
    });
  }

  function resultCame(call: Call, failure: unknown, at: number): void {
    if (call.durationMs !== undefined) return;
    call.durationMs = at - call.sentAt;
    timings.time('client.method.duration', { method: call.method }, call.durationMs);
    if (!failure) return;
    call.error = codeOf(failure);
    timings.count('client.method.errors', { method: call.method, error: call.error });
  }

  function follow(id: string, call: Call, invoker: Invoker): void {
    watchCalls(client, invoker, '_onResultReceived', (failure: unknown) => {
      if (!calls.has(id) || call.durationMs !== undefined) return;
      resultCame(call, failure, client.now());
      ended(id, call); // the client gave it up: Meteor may never tell that its data is there
    });
    watchCalls(client, invoker, '_callback', () => {
      if (!calls.has(id)) return;
      const visibleMs = client.now() - call.sentAt;
      timings.time('client.method.visible', { method: call.method }, visibleMs);
      ended(id, call, visibleMs);
    });
  }

  return {
    clear: () => calls.clear(),

    sent({ msg, id = '', method = '' }: DdpMessage, at: number): void {
      if (msg !== 'method') return;
      const known = calls.get(id);
      if (known) {
        known.sends++;
        return;
      }
      const call: Call = { method, sentAt: at, sends: 1 };
      setBounded(calls, id, call);
      const invoker = connection._methodInvokers[id];
      if (invoker) follow(id, call, invoker);
    },

    result({ id = '', error }: DdpMessage, at: number): void {
      const call = calls.get(id);
      if (!call) return;
      resultCame(call, error, at);
      if (!connection._methodInvokers[id]) ended(id, call); // was over before this was loaded
    },
  };
}
