import type { Invocation } from './invocation';
import type { Arrival } from './tracer';

/** The session works on this now; what arrives waits behind it. */
export function takeTurn(arrival: Arrival | undefined, invocation: Invocation): void {
  if (arrival) arrival.turn.of = invocation;
}

/** What arrives no longer waits behind it. Calling it again does nothing. */
export function giveUpTurn(arrival: Arrival | undefined, invocation: Invocation): void {
  if (arrival?.turn.of === invocation) arrival.turn.of = undefined;
}
