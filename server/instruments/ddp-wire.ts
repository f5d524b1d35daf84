import type { DdpMessage, DdpSession, DdpWire, SentListener } from '../../common/ddp';
import { patchMethod } from '../../common/patch-method';
import type { Recorder } from '../../common/recorder';
import type { Arrival, Turn } from '../../common/tracer';
import { type Undo, undoable } from '../../common/undo';

/** The part of Meteor the wire is observed at. */
export interface DdpWireTarget {
  /** `Session.prototype`. */
  readonly session: DdpSession;
  /** `DDPCommon`, whose `stringifyDDP` every `send` calls. */
  readonly ddpCommon: { stringifyDDP(message: unknown): string };
  /** A session of Radiant's own, which is not observed. */
  readonly probe?: DdpSession | undefined;
}

/** Messages whose waiting time matters. */
const queued = new Set<unknown>(['method', 'sub']);

/**
 * Observes what the DDP sessions receive and send. Sizes come from the string
 * Meteor makes anyway: nothing is serialised twice.
 */
export function observeDdpWire(
  { session, ddpCommon, probe }: DdpWireTarget,
  recorder: Recorder,
): { wire: DdpWire; undo: Undo } {
  const arrivals = new WeakMap<DdpMessage, Arrival>();
  const turns = new WeakMap<DdpSession, Turn>();
  const listeners = new Map<unknown, SentListener[]>();
  let messagesIn = 0;
  let messagesOut = 0;
  let bytesOut = 0;
  let sending = false;
  let sentBytes = 0;

  function turnOf(session: DdpSession): Turn {
    const known = turns.get(session);
    if (known) return known;
    const turn = { of: undefined };
    turns.set(session, turn);
    return turn;
  }

  function sent(by: DdpSession, message: DdpMessage): void {
    try {
      if (sentBytes > 0) messagesOut++;
      bytesOut += sentBytes;
      const interested = listeners.get(message.msg);
      if (!interested) return;
      for (const listener of interested) listener(by, message, sentBytes);
    } catch (error) {
      recorder.failed(error);
    }
  }

  function drain(): void {
    const count = (metric: 'ddp.messages' | 'ddp.bytes', direction: string, value: number) => {
      if (value > 0) recorder.record({ kind: 'metric', metric, dims: { direction }, value });
    };
    count('ddp.messages', 'in', messagesIn);
    count('ddp.messages', 'out', messagesOut);
    count('ddp.bytes', 'out', bytesOut);
    messagesIn = 0;
    messagesOut = 0;
    bytesOut = 0;
  }

  const undo = undoable((defer) => {
    defer(
      patchMethod(session, 'processMessage', (processMessage) => {
        return function (this: DdpSession, message: DdpMessage) {
          if (this !== probe) {
            messagesIn++;
            if (queued.has(message?.msg)) {
              arrivals.set(message, arrivalAt(this, turnOf(this), recorder.now()));
            }
          }
          // biome-ignore lint/complexity/noArguments: passing `arguments` on costs no array
          return Reflect.apply(processMessage, this, arguments);
        };
      }),
    );
    defer(
      patchMethod(ddpCommon, 'stringifyDDP', (stringify) => {
        return function (this: unknown) {
          // biome-ignore lint/complexity/noArguments: as above
          const frame: unknown = Reflect.apply(stringify, this, arguments);
          if (sending && typeof frame === 'string') sentBytes = Buffer.byteLength(frame);
          return frame;
        };
      }),
    );
    defer(
      patchMethod(session, 'send', (send) => {
        return function (this: DdpSession, message: DdpMessage) {
          // biome-ignore lint/complexity/noArguments: as above
          if (this === probe) return Reflect.apply(send, this, arguments);
          sending = true;
          sentBytes = 0;
          try {
            // biome-ignore lint/complexity/noArguments: as above
            return Reflect.apply(send, this, arguments);
          } finally {
            sending = false;
            sent(this, message);
          }
        };
      }),
    );
    defer(recorder.onCollect(drain));
  });

  return {
    wire: {
      arrival: (message) => arrivals.get(message),
      onSent: (msg, listener) => {
        const interested = listeners.get(msg) ?? [];
        listeners.set(msg, interested);
        interested.push(listener);
        return () => {
          const at = interested.indexOf(listener);
          if (at >= 0) interested.splice(at, 1);
        };
      },
    },
    undo,
  };
}

/**
 * How a message finds its session. One reference and a length, however long the
 * queue: whoever has the turn holds all of it up.
 */
function arrivalAt(session: DdpSession, turn: Turn, at: number): Arrival {
  const queuedBefore = session.inQueue?.length ?? 0;
  const blocker = session.workerRunning === false ? undefined : turn.of;
  const blockedBy = blocker && {
    kind: blocker.kind,
    name: blocker.name,
    trace: blocker.work.trace,
  };
  return { at, blockedBy, queuedBefore, turn };
}
