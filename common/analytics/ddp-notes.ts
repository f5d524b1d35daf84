import type { Undo } from '../undo';
import type { FeatureClient } from './feature';

/** The functions of `Meteor.connection` that are noted: one for sending, the others for what comes. */
export const notedFunctions = [
  '_send',
  '_livedata_connected',
  '_livedata_result',
  '_livedata_nosub',
  '_process_ready',
] as const;

export type NotedFunction = (typeof notedFunctions)[number];

/** A DDP message, out or in, as far as any of them is read. */
export interface DdpNote {
  readonly msg?: string;
  readonly id?: string;
  readonly method?: string;
  readonly name?: string;
  readonly subs?: readonly string[];
  readonly session?: unknown;
  readonly error?: unknown;
}

/** By function: what is told of each message, before Meteor has handled it, and when that was (monotonic milliseconds). */
export type DdpHandlers = {
  readonly [Name in NotedFunction]?: (message: DdpNote, at: number) => void;
};

/** What goes over `Meteor.connection`, kept for a while for features that are loaded later. */
export interface DdpNotes {
  /**
   * Tells `handlers` of what was noted so far, in order, and of all that follows, guarded by `client`.
   *
   * @throws {TypeError} when one of the functions is not there.
   */
  listen(client: Pick<FeatureClient, 'guard'>, handlers: DdpHandlers): Undo;
}
