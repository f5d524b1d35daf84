import type { Arrival } from './tracer';
import type { Undo } from './undo';

/**
 * The parts of Meteor's DDP server that several instruments touch, as typed by
 * what they use. Checked at start (`server/hooks`), never assumed.
 */

/** A parsed DDP message. Clients choose every field: trust none. */
export interface DdpMessage {
  readonly msg?: unknown;
  readonly id?: unknown;
  readonly method?: unknown;
  readonly methods?: unknown;
  readonly params?: unknown;
  readonly randomSeed?: unknown;
  readonly name?: unknown;
  readonly error?: unknown;
}

type ProtocolHandler = (this: DdpSession, message: DdpMessage, unblock: () => void) => unknown;

/** Meteor's `Session`: the server state of one DDP client. */
export interface DdpSession {
  readonly id: string;
  readonly userId?: unknown;
  readonly socket?: unknown;
  /** Messages that wait for their turn; null once the session is closed. */
  readonly inQueue?: { readonly length: number } | null;
  /** Whether a message has its turn; one that unblocks the others gives it up. */
  readonly workerRunning?: unknown;
  readonly _namedSubs?: { has(id: string): boolean };
  readonly protocol_handlers: Record<string, ProtocolHandler>;
  processMessage(message: DdpMessage): void;
  send(message: DdpMessage): void;
}

/** Meteor's `Subscription`: `this` of a publish function. */
export interface DdpSubscription {
  readonly _session: DdpSession | null;
  readonly _handler: unknown;
  readonly _subscriptionId?: string | undefined;
  readonly _name?: string | undefined;
  readonly _documents?: Map<string, { readonly size: number }> | undefined;
}

export type SentListener = (session: DdpSession, message: DdpMessage, bytes: number) => void;

/**
 * What passes over the DDP sessions, observed once for all instruments.
 * Listeners run inside the app's call: they must be quick, and errors in them
 * are counted, not thrown.
 */
export interface DdpWire {
  /**
   * How the server received a message that comes to its handler now; told once.
   * Whoever handles it takes the turn, and gives it up when others need wait no longer.
   */
  arrival(session: DdpSession, message: DdpMessage): Arrival | undefined;
  /**
   * Calls `listener` after a message of that kind (`result`, `added` ...) was
   * handed to the socket; `bytes` is its size on the wire, 0 when no socket
   * took it.
   */
  onSent(msg: string, listener: SentListener): Undo;
}
