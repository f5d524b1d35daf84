import {
  type DdpNote,
  type DdpNotes,
  type NotedFunction,
  notedFunctions,
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

/** So long, and so many messages, what nobody listens to yet is kept. */
const keptMs = 30_000;
const keptLimit = 1_000;

/**
 * Notes what goes over the connection from the start, so that what makes sense
 * of it may be loaded after the page. What is sent while offline is none of it:
 * Meteor drops or keeps that, and sends it anew once it is connected.
 */
export function createDdpNotes({ connection, isConnected }: NotedTarget): {
  readonly notes: DdpNotes;
  readonly feature: Feature;
} {
  const listeners = new Set<Listener>();
  let kept: Parameters<Listener>[] = [];
  let limit = 0;

  function note(from: NotedFunction, message: DdpNote, at: number): void {
    if (from === '_send' && !isConnected()) return;
    if (kept.length < limit) kept.push([from, message, at]);
    for (const listener of listeners) listener(from, message, at);
  }

  function forget(): void {
    kept = [];
    limit = 0;
  }

  return {
    notes: {
      listen(client, handlers) {
        for (const from of Object.keys(handlers) as NotedFunction[]) {
          if (!isFunction(connection[from])) throw new TypeError(`${from} is not a function`);
        }
        const listener: Listener = (from, message, at) =>
          client.guard(() => handlers[from]?.(message, at));
        for (const note of kept) listener(...note);
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
    },
    feature: {
      name: 'ddp',
      install: (client) =>
        undoable((defer) => {
          limit = keptLimit;
          for (const from of notedFunctions) {
            if (isFunction(connection[from]))
              defer(
                watchCalls(client, connection, from, (message: DdpNote) =>
                  note(from, message, client.now()),
                ),
              );
          }
          defer(forget);
          defer(client.after(keptMs, forget));
        }),
    },
  };
}

const isFunction = (value: unknown) => typeof value === 'function';

type Listener = (from: NotedFunction, message: DdpNote, at: number) => void;
