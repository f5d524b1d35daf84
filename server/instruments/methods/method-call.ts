import type { DdpSession } from '../../../common/ddp';
import type { Invocation } from '../../../common/invocation';
import type { MethodOrigin, MethodOutcome } from '../../../common/sample';
import type { Arrival } from '../../../common/tracer';
import type { Work } from '../../../common/work';
import type { Flights } from './in-flight';

/** One method call while it is under way: its context, and the times known so far. */
export class MethodCall implements Invocation {
  readonly kind = 'method';
  /** When the handler started; undefined while it has not. */
  startedAt: number | undefined;
  /** When the handler settled. */
  settledAt: number | undefined;
  unblocked = false;
  ended = false;
  /** When `updated` was sent, or it became clear that it would not be seen. */
  updatedAt: number | undefined;
  /** How it ended; known when it has. */
  outcome: MethodOutcome = 'ok';
  /** Whether the app meant the error it ended with. */
  isExpected = false;
  /** The calls of its method that are under way, which it is one of. */
  flights: Flights | undefined;
  /** Index of the span of its handler. */
  runSpan = -1;

  constructor(
    readonly name: string,
    /** Whether a handler of that name was registered when the call started. */
    readonly known: boolean,
    readonly receivedAt: number,
    /** When it left the queue of its session. */
    readonly dequeuedAt: number,
    readonly parent: Invocation | undefined,
    readonly work: Work,
    /** Undefined for calls by the server. */
    readonly client: ClientSide | undefined,
  ) {}

  get origin(): MethodOrigin {
    return this.client ? 'client' : 'server';
  }
}

/** What is known of a call because a client made it. */
export interface ClientSide {
  readonly session: DdpSession;
  /** The client's id of the call. */
  readonly messageId: string;
  readonly params: unknown;
  readonly userId: string | undefined;
  readonly arrival: Arrival | undefined;
}

/** How a client's call ended, from the error its result carries. */
export function outcomeOf(call: MethodCall, error: unknown): MethodOutcome {
  if (!call.known) return 'unknown';
  if (error === undefined) return 'ok';
  const isDenied = call.startedAt === undefined && codeOf(error) === 'too-many-requests';
  return isDenied ? 'denied' : 'error';
}

function codeOf(error: unknown): unknown {
  return typeof error === 'object' && error !== null
    ? (error as { error?: unknown }).error
    : undefined;
}
