import { atLeast } from '../meteor/versions';
import { maybeAuditArgumentChecks } from './argument-audit';
import { wrapInternalException } from './internal-error';
import type { Internals } from './internals';
import { rateLimitError } from './rate-limit-check';
import type { WriteFence } from './server-types';
import type { Frame, MethodHandler, MethodInvocation, ProtocolHandler, Session } from './types';

interface MethodFrame {
  readonly id: string;
  readonly method: string;
  readonly params?: unknown[];
  readonly randomSeed?: string;
}

type Settle = (key: 'result' | 'error', value: unknown) => Promise<void>;

/**
 * Handles `method`: runs it inside a write fence of its own. `result` waits for
 * the fence to be armed and its before-fire callbacks, `updated` for its firing;
 * so a method that writes nothing sends `updated` first.
 */
export function createMethodHandler(internals: Internals): ProtocolHandler {
  const { version, Meteor, DDP, DDPCommon, DDPServer } = internals;

  function openFence(session: Session, id: string): WriteFence {
    const fence = new DDPServer._WriteFence();
    fence.onAllCommitted(() => {
      fence.retire();
      session.send({ msg: 'updated', methods: [id] });
    });
    return fence;
  }

  async function refuseUnknown(session: Session, msg: MethodFrame, fence: WriteFence) {
    const error = new Meteor.Error(404, `Method '${msg.method}' not found`);
    session.send({ msg: 'result', id: msg.id, error });
    await fence.arm();
  }

  function invoke(
    msg: MethodFrame,
    handler: MethodHandler,
    invocation: MethodInvocation,
    fence: WriteFence,
  ): unknown {
    const description = `call to '${msg.method}'`;
    return DDPServer._CurrentWriteFence.withValue(fence, () =>
      DDP._CurrentMethodInvocation.withValue(invocation, () =>
        maybeAuditArgumentChecks(internals, handler, invocation, msg.params, description),
      ),
    );
  }

  function settleWith(
    session: Session,
    msg: MethodFrame,
    fence: WriteFence,
    unblock: () => void,
  ): Settle {
    async function finish(): Promise<void> {
      await fence.arm();
      unblock();
    }

    return async (key, value) => {
      await finish();
      const payload: Record<string, unknown> = { msg: 'result', id: msg.id };
      if (key === 'error') {
        payload.error = wrapInternalException(
          internals,
          value,
          `while invoking method '${msg.method}'`,
        );
      } else if (value !== undefined) payload.result = value;
      session.send(payload);
    };
  }

  // Up to 3.4.1 the check and the call happen inside the constructor of a promise.
  function runAtOnce(session: Session, msg: MethodFrame, call: () => unknown, settle: Settle) {
    const promise = new Promise((resolve, reject) => {
      const error = rateLimitError(internals, session, 'method', msg.method);
      if (error) reject(error);
      else resolve(call());
    });
    return promise.then(
      (result) => settle('result', result),
      (error) => settle('error', error),
    );
  }

  async function runAfterCheck(
    session: Session,
    msg: MethodFrame,
    call: () => unknown,
    settle: Settle,
  ) {
    try {
      const error = await rateLimitError(internals, session, 'method', msg.method);
      if (error) throw error;
      await settle('result', await call());
    } catch (error) {
      await settle('error', error);
    }
  }

  const run = atLeast(version, '3.5') ? runAfterCheck : runAtOnce;

  return async function method(this: Session, msg: Frame, unblock: () => void): Promise<void> {
    if (!isWellFormed(msg)) {
      this.sendError('Malformed method invocation', msg);
      return;
    }
    const fence = openFence(this, msg.id);
    const handler = this.server.method_handlers[msg.method];
    if (!handler) {
      await refuseUnknown(this, msg, fence);
      return;
    }
    const invocation = new DDPCommon.MethodInvocation({
      name: msg.method,
      isSimulation: false,
      userId: this.userId,
      setUserId: (userId) => this._setUserId(userId),
      unblock,
      connection: this.connectionHandle,
      randomSeed: msg.randomSeed || null,
      fence,
    });
    const call = () => invoke(msg, handler, invocation, fence);
    return run(this, msg, call, settleWith(this, msg, fence, unblock));
  };
}

function isWellFormed(msg: Frame): msg is Frame & MethodFrame {
  const { id, method, params = [], randomSeed = '' } = msg;
  const named = typeof id === 'string' && typeof method === 'string';
  return named && Array.isArray(params) && typeof randomSeed === 'string';
}
