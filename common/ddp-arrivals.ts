import type { DdpMessage, DdpSession } from './ddp';
import type { Arrival, Turn } from './tracer';

/** How messages came that still wait for their handler, by session. */
export interface Arrivals {
  /** A message has come. */
  add(session: DdpSession, message: DdpMessage, at: number): void;
  /** How it came; undefined where that is not known. Its handler asks once. */
  take(session: DdpSession, message: DdpMessage): Arrival | undefined;
}

interface Waiting extends Arrival {
  /** Until it is taken: traces hold arrivals, and must not hold messages. */
  message: DdpMessage | undefined;
}

interface Line {
  readonly turn: Turn;
  /** In the order they came, which is that in which a session hands them out. */
  readonly waiting: Waiting[];
}

/** Beyond those that wait in the session: that many may be between its queue and their handler. */
const slack = 16;
/** Where a session does not tell how many wait. */
const unknownLength = 1_000;

/**
 * One line per session instead of one map of messages: an entry of a `WeakMap`
 * costs half a microsecond with each message, and garbage collection besides.
 */
export function createArrivals(): Arrivals {
  const lines = new WeakMap<DdpSession, Line>();

  function lineOf(session: DdpSession): Line {
    const known = lines.get(session);
    if (known) return known;
    const line: Line = { turn: { of: undefined }, waiting: [] };
    lines.set(session, line);
    return line;
  }

  return {
    add(session, message, at) {
      const { turn, waiting } = lineOf(session);
      const queued = session.inQueue?.length;
      // Nobody may ask for them: their instrument is off, or Meteor refused them.
      while (waiting.length > (queued ?? unknownLength) + slack) waiting.shift();
      waiting.push(arrivalAt(session, turn, at, message, queued ?? 0));
    },
    take(session, message) {
      const waiting = lines.get(session)?.waiting;
      if (!waiting) return undefined;
      const index = waiting.findIndex((one) => one.message === message);
      const found = waiting[index];
      if (!found) return undefined;
      if (index === 0) waiting.shift();
      else waiting.splice(0, index + 1); // those before it never came to a handler
      found.message = undefined;
      return found;
    },
  };
}

/**
 * How a message finds its session. One reference and a length, however long the
 * queue: whoever has the turn holds all of it up.
 */
function arrivalAt(
  session: DdpSession,
  turn: Turn,
  at: number,
  message: DdpMessage,
  queuedBefore: number,
): Waiting {
  const blocker = session.workerRunning === false ? undefined : turn.of;
  const blockedBy = blocker && {
    kind: blocker.kind,
    name: blocker.name,
    trace: blocker.work.trace,
  };
  return { at, blockedBy, queuedBefore, turn, message };
}
