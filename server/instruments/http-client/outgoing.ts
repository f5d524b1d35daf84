import type { Invocation } from '../../../common/invocation';

/** One outgoing request while it is under way. */
export interface Outgoing {
  readonly method: string;
  /** Name and, unless it is the usual one, port. */
  readonly host: string;
  readonly startedAt: number;
  /** What was running when it started. */
  readonly invocation: Invocation | undefined;
  /** What the other side was told the span is called. */
  readonly spanId: string | undefined;
  /** As received; undefined until then. */
  status: number | undefined;
}

/** Follows outgoing requests, by the objects that stand for them. Never throws. */
export interface OutgoingRequests {
  has(request: object): boolean;
  begin(request: object, seen: BegunRequest): void;
  answered(request: object, status: number): void;
  /** It is over. Only the first call counts. */
  end(request: object, failed: boolean): void;
}

export interface BegunRequest {
  readonly method: string;
  readonly host: string;
  /** Sends a header along; absent where it is too late for that. */
  readonly setTraceparent?: ((value: string) => void) | undefined;
}
