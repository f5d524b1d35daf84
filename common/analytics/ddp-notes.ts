import type { Undo } from '../undo';
import type { FeatureClient } from './feature';

/** The functions of `Meteor.connection` that are noted: one for sending, the others for what comes. */
export type NotedFunction =
  | '_send'
  | '_livedata_connected'
  | '_livedata_result'
  | '_livedata_nosub'
  | '_process_ready';

/** A DDP message, out or in, as far as any of them is read. */
export interface DdpMessage {
  readonly msg?: string;
  readonly id?: string;
  readonly method?: string;
  readonly name?: string;
  readonly subs?: readonly string[];
  readonly session?: unknown;
  readonly error?: unknown;
}

/** A message as Meteor is about to handle it, and when that was (monotonic milliseconds). */
export type DdpNote = readonly [from: NotedFunction, message: DdpMessage, at: number];

/** What goes over `Meteor.connection`. */
export interface DdpNotes {
  /** The first ones, kept for listeners that are loaded later. */
  readonly kept: readonly DdpNote[];
  readonly listeners: Set<(...note: DdpNote) => void>;
  /** Whether a function is there, and noted. */
  has(name: NotedFunction): boolean;
}

export type DdpHandlers = {
  readonly [Name in NotedFunction]?: (message: DdpMessage, at: number) => void;
};

/**
 * Tells `handlers` of what was noted so far, in order, and of all that follows.
 *
 * @throws {TypeError} when one of the functions they are for is not there.
 */
export function listenTo(
  notes: DdpNotes,
  client: Pick<FeatureClient, 'guard'>,
  handlers: DdpHandlers,
): Undo {
  for (const name of Object.keys(handlers) as NotedFunction[]) {
    if (!notes.has(name)) throw new TypeError(`${name} is not a function`);
  }
  const listener = (...[from, message, at]: DdpNote) =>
    client.guard(() => handlers[from]?.(message, at));
  for (const note of notes.kept) listener(...note);
  notes.listeners.add(listener);
  return () => notes.listeners.delete(listener);
}
