import type {
  DdpMessage,
  DdpNote,
  DdpNotes,
  NotedFunction,
} from '../../common/analytics/ddp-notes';
import type { Feature } from '../../common/analytics/feature';
import { watchCalls } from '../../common/analytics/watch-calls';
import { undoable } from '../../common/undo';

/** The part of Meteor this feature touches. */
export interface NotedTarget {
  /** `Meteor.connection`. */
  readonly connection: { readonly [Key in NotedFunction]?: unknown };
  /** Whether what is sent now goes on the wire. Must not make the caller depend on it. */
  isConnected(): boolean;
}

/** So many messages are kept, so long, for what is loaded later. */
const keptLimit = 1_000;
const keptMs = 30_000;

const noted: readonly NotedFunction[] = [
  '_send',
  '_livedata_connected',
  '_livedata_result',
  '_livedata_nosub',
  '_process_ready',
];

/**
 * Notes what goes over the connection from the start, so that what makes sense
 * of it may be loaded after the page. What is sent while offline is none of it:
 * Meteor drops or keeps that, and sends it anew once it is connected.
 */
export function createDdpNotes({ connection, isConnected }: NotedTarget): {
  readonly notes: DdpNotes;
  readonly feature: Feature;
} {
  const kept: DdpNote[] = [];
  const listeners: DdpNotes['listeners'] = new Set();
  const has = (name: NotedFunction) => typeof connection[name] === 'function';
  let limit = 0;

  const forget = () => {
    limit = kept.length = 0;
  };
  const add = (...note: DdpNote) => {
    if (note[0] === '_send' && !isConnected()) return;
    if (kept.length < limit) kept.push(note);
    for (const listener of listeners) listener(...note);
  };

  return {
    notes: { kept, listeners, has },
    feature: {
      name: 'ddp',
      install: (client) =>
        undoable((defer) => {
          limit = keptLimit;
          defer(forget);
          defer(client.after(keptMs, forget));
          for (const from of noted.filter(has)) {
            const seen = (message: DdpMessage) => add(from, message, client.now());
            defer(watchCalls(client, connection, from, seen));
          }
        }),
    },
  };
}
