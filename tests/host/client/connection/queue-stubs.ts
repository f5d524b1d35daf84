import type { ConnectionNeeds } from './needs';
import type { ApplyOptions, Connection, Result, ServerCall } from './types';

type Settle = (value?: unknown) => void;
type Task = (resolve: Settle, reject: Settle) => void;

/**
 * Puts the queue in front of connections that keeps calls in the order they
 * were made in while asynchronous stubs run: what is sent behind a stub waits
 * for it. Changes the prototype, as `ddp-client` does before the first
 * connection is there.
 */
export function queueStubs(prototype: Connection, needs: ConnectionNeeds): void {
  const { Meteor, DDP, warn } = needs;
  const { applyAsync, apply, subscribe, _send, _readyToMigrate } = prototype;
  const { _sendOutstandingMethodBlocksMessages: sendBlocks } = prototype;
  let queue: Promise<unknown> = Promise.resolve();
  let size = 0;
  let queuesNextSend = false;

  function queued(task: Task, props: Pick<ServerCall, 'stubPromise' | 'serverPromise'> = {}) {
    size += 1;
    let resolve: Settle = () => {};
    let reject: Settle = () => {};
    const promise: ServerCall = new Promise((yes, no) => {
      resolve = yes;
      reject = no;
    });
    queue = queue.finally(() => {
      task(resolve, reject);
      return promise.stubPromise?.catch(() => {});
    });
    promise
      .catch(() => {})
      .finally(() => {
        size -= 1;
        if (size === 0) Meteor.connection?._maybeMigrate();
      });
    return Object.assign(promise, props);
  }

  function startCall(call: () => ServerCall, name: string, settle: Settlers): void {
    let finished = false;
    Meteor._setImmediate(() => {
      const promise = call();
      settle.stub(promise.stubPromise);
      settle.server(promise.serverPromise);
      promise.serverPromise?.catch(() => {});
      promise.stubPromise
        ?.catch(() => {})
        .finally(() => {
          finished = true;
        });
      promise.then(settle.resolve, settle.reject);
    });
    Meteor._setImmediate(() => {
      if (!finished)
        warn(`Method stub (${name}) took too long and could cause unexpected problems.`);
    });
  }

  Object.assign(prototype, {
    _readyToMigrate(this: Connection) {
      return size === 0 && _readyToMigrate.call(this);
    },

    applyAsync(this: Connection, ...args: Parameters<Connection['applyAsync']>) {
      const enclosing = DDP._CurrentMethodInvocation.get();
      const simulated = this._getIsSimulation({
        alreadyInSimulation: enclosing?.isSimulation,
        isFromCallAsync: enclosing?._isFromCallAsync,
      });
      if (simulated) return applyAsync.apply(this, args);
      const stub = deferred();
      const server = deferred();
      server.promise.catch(() => {});
      stub.promise.catch(() => {});
      return queued(
        (resolve, reject) =>
          startCall(() => applyAsync.apply(this, args), args[0], {
            ...{ resolve, reject, stub: stub.resolve, server: server.resolve },
          }),
        { stubPromise: stub.promise, serverPromise: server.promise },
      );
    },

    apply(
      this: Connection,
      name: string,
      args: unknown[],
      given?: ApplyOptions | Result,
      callback?: Result,
    ) {
      const [options, done] =
        typeof given === 'function' ? [undefined, callback ?? given] : [given, callback];
      const started = apply.call(
        this,
        name,
        args,
        { ...options, _returnMethodInvoker: true },
        done,
      );
      const { methodInvoker, result } = started as {
        methodInvoker?: Parameters<Connection['_addOutstandingMethod']>[0];
        result: unknown;
      };
      if (methodInvoker) {
        queued((resolve) => {
          this._addOutstandingMethod(methodInvoker, options);
          resolve();
        });
      }
      return result;
    },

    subscribe(this: Connection, ...args: Parameters<Connection['subscribe']>) {
      queuesNextSend = true;
      try {
        return subscribe.apply(this, args);
      } finally {
        queuesNextSend = false;
      }
    },

    _send(this: Connection, ...[message, shouldQueue]: Parameters<Connection['_send']>) {
      if (!queuesNextSend && !shouldQueue) {
        _send.call(this, message);
        return;
      }
      queuesNextSend = false;
      queued((resolve) => {
        try {
          _send.call(this, message);
        } finally {
          resolve();
        }
      });
    },

    _sendOutstandingMethodBlocksMessages(this: Connection, ...args: Parameters<typeof sendBlocks>) {
      queued((resolve) => {
        try {
          sendBlocks.apply(this, args);
        } finally {
          resolve();
        }
      });
    },
  });
}

interface Settlers {
  readonly resolve: Settle;
  readonly reject: Settle;
  readonly stub: Settle;
  readonly server: Settle;
}

function deferred() {
  let resolve: Settle = () => {};
  const promise = new Promise<unknown>((settle) => {
    resolve = settle;
  });
  return { promise, resolve: (value?: unknown) => resolve(value) };
}
