import { ownInvocation } from '../../../common/own-invocation';
import { patchMethod } from '../../../common/patch-method';
import type { Recorder } from '../../../common/recorder';
import { watchHandedOut } from '../../../common/settle';
import type { Undo } from '../../../common/undo';

/** The part of Meteor's `Email` this instrument touches. `Email.send` calls it too. */
export interface EmailTarget {
  sendAsync(...args: never[]): Promise<unknown>;
}

/**
 * Records how many e-mails are sent and how long it takes, whatever the way:
 * SMTP, a custom transport, the console. Never what they say, nor to whom; and
 * not those of Radiant's own.
 */
export function instrumentEmail(email: EmailTarget, recorder: Recorder): Undo {
  const { context, now } = recorder;

  return patchMethod(email, 'sendAsync', (send) => {
    return function (this: unknown) {
      const invocation = context.current();
      // biome-ignore lint/complexity/noArguments: passing `arguments` on costs no array
      if (invocation === ownInvocation) return Reflect.apply(send, this, arguments);
      const work = invocation?.work;
      const startedAt = now();
      work?.begin('email', startedAt);
      const ended = (failed: boolean) => {
        const endedAt = now();
        work?.done('email', 'send', startedAt, endedAt, { failed });
        recorder.record({ kind: 'email', failed, durationMs: endedAt - startedAt });
      };
      let result: unknown;
      try {
        // biome-ignore lint/complexity/noArguments: passing `arguments` on costs no array
        result = Reflect.apply(send, this, arguments);
      } catch (error) {
        ended(true);
        throw error;
      }
      return watchHandedOut(result, ended);
    };
  });
}
