import { type DdpNotes, listenTo } from '../../common/analytics/ddp-notes';
import type { EventContext } from '../../common/analytics/event';
import type { Feature } from '../../common/analytics/feature';
import type { TimingsRecorder } from '../../common/analytics/timings';
import { type Undo, undoable } from '../../common/undo';

/** The part of Meteor this feature touches. */
export interface ConnectionTarget {
  /** `Meteor.connection`. */
  readonly connection: WatchedConnection;
  /** Calls `changed` with `Meteor.status()`, now and whenever it changes. */
  watchStatus(changed: (status: ConnectionStatus) => void): Undo;
}

export interface WatchedConnection {
  readonly _methodInvokers: object;
  readonly _lastSessionId?: string | null;
  /** SockJS, which names its transport, or a WebSocket. */
  readonly _stream?: { readonly socket?: object | null };
}

export interface ConnectionStatus {
  readonly status: string;
  readonly connected: boolean;
  readonly retryCount?: number;
}

/** After a reconnect, what else is lost within this time is told at its end, together. */
const quietMs = 60_000;

/**
 * Tells when the connection to the server is lost and back, at most once a
 * minute; each loss and its length count as metrics. Events get to know the
 * session and its status.
 */
export function connection(
  target: ConnectionTarget,
  notes: DdpNotes,
  timings: TimingsRecorder,
): Feature {
  return {
    name: 'connection',
    install: (client) =>
      undoable((defer) => {
        const { connection } = target;
        let last: ConnectionStatus = { status: 'connecting', connected: false };
        let lostAt: number | undefined;
        let quiet: Undo | undefined;
        let losses = 0;
        let downtimeMs = 0;
        let retries = 0;
        let resumed = true;

        function tell(): void {
          const properties = { downtimeMs, retries, resumed, losses };
          client.track('DDP Reconnected', properties, { passive: true });
          losses = downtimeMs = retries = 0;
          resumed = true;
        }

        function lost(): void {
          if (lostAt !== undefined) return;
          lostAt = client.now();
          losses++;
          timings.count('client.connection.lost', {});
          const pending = Object.keys(connection._methodInvokers).length;
          if (!quiet) client.track('DDP Disconnected', { pending }, { passive: true });
        }

        function back(isResumed: boolean, downMs: number): void {
          lostAt = undefined;
          downtimeMs += Math.round(downMs);
          resumed &&= isResumed;
          timings.time('client.connection.downtime', {}, downMs, 'lifetime');
          if (quiet) return;
          tell();
          quiet = client.after(quietMs, () => {
            quiet = undefined;
            if (losses > 0 && lostAt === undefined) tell();
          });
        }

        defer(() => quiet?.());
        defer(
          listenTo(notes, client, {
            _livedata_connected({ session }, at) {
              if (lostAt !== undefined) back(session === connection._lastSessionId, at - lostAt);
            },
          }),
        );
        defer(
          target.watchStatus((changed) =>
            client.guard(() => {
              const wasConnected = last.connected;
              last = { ...changed }; // Meteor changes its object in place
              if (wasConnected && !last.connected) lost();
              retries = lostAt === undefined ? 0 : Math.max(retries, last.retryCount ?? 0);
            }),
          ),
        );
        defer(client.addContext(() => ({ ddp: contextOf(connection, last) })));
      }),
  };
}

function contextOf(
  { _lastSessionId, _stream }: WatchedConnection,
  { status, connected }: ConnectionStatus,
): NonNullable<EventContext['ddp']> {
  const socket = _stream?.socket as
    | { readonly _transport?: { transportName?: string } }
    | undefined;
  return {
    ...(_lastSessionId && { session: _lastSessionId }),
    status,
    ...(connected && { transport: socket?._transport?.transportName ?? 'websocket' }),
  };
}
