import type { DdpMessage, DdpSession, DdpWire, SentListener } from '../../common/ddp';
import { createArrivals } from '../../common/ddp-arrivals';
import { patchHotMethod } from '../../common/patch-method';
import type { Recorder } from '../../common/recorder';
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

/**
 * Observes what the DDP sessions receive and send. Sizes come from the string
 * Meteor makes anyway: nothing is serialised twice.
 */
export function observeDdpWire(
  { session, ddpCommon, probe }: DdpWireTarget,
  recorder: Recorder,
): { wire: DdpWire; undo: Undo } {
  const arrivals = createArrivals();
  const listeners = new Map<unknown, SentListener[]>();
  let messagesIn = 0;
  let messagesOut = 0;
  let bytesOut = 0;
  let sending = false;
  let sentBytes = 0;

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
      patchHotMethod(session, 'processMessage', (processMessage, patch) => {
        return function (this: DdpSession, message: DdpMessage) {
          if (patch.active && this !== probe) {
            messagesIn++;
            if (isQueued(message)) arrivals.add(this, message, recorder.now());
          }
          // biome-ignore lint/complexity/noArguments: passing `arguments` on costs no array
          return Reflect.apply(processMessage, this, arguments);
        };
      }),
    );
    defer(
      patchHotMethod(ddpCommon, 'stringifyDDP', (stringify, patch) => {
        return function (this: unknown) {
          // biome-ignore lint/complexity/noArguments: as above
          const frame: unknown = Reflect.apply(stringify, this, arguments);
          if (sending && patch.active && typeof frame === 'string')
            sentBytes = Buffer.byteLength(frame);
          return frame;
        };
      }),
    );
    defer(
      patchHotMethod(session, 'send', (send, patch) => {
        return function (this: DdpSession, message: DdpMessage) {
          // biome-ignore lint/complexity/noArguments: as above
          if (!patch.active || this === probe) return Reflect.apply(send, this, arguments);
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
      arrival: arrivals.take,
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

/** Whether its waiting time matters. */
function isQueued(message: DdpMessage | undefined): boolean {
  const msg = message?.msg;
  return msg === 'method' || msg === 'sub';
}
