import { isPromise } from '../meteor/promises';
import { atLeast } from '../meteor/versions';
import { maybeAuditArgumentChecks } from './argument-audit';
import type { Internals } from './internals';
import type { MethodInvocationOptions } from './method-invocation';
import type { MethodCallback, Server, Session, Subscription } from './types';

type Calls = Pick<Server, 'isAsyncCall' | 'call' | 'callAsync' | 'apply' | 'applyAsync'>;
type Caller = Pick<MethodInvocationOptions, 'userId' | 'setUserId' | 'connection' | 'randomSeed'>;

/** The methods of `Meteor.server` that call methods without a client. */
export function serverMethodCalls(internals: Internals): Calls & ThisType<Server> {
  const { version, DDP, DDPCommon, EJSON, Meteor } = internals;

  // Whoever is running now lends user and connection to the method it calls.
  function callerFor(methodName: string): Caller {
    const method = DDP._CurrentMethodInvocation.get();
    if (method) {
      return {
        userId: method.userId,
        setUserId: (userId) => method.setUserId(userId),
        connection: method.connection,
        randomSeed: DDPCommon.makeRpcSeed(method, methodName),
      };
    }
    const publication = DDP._CurrentPublicationInvocation.get();
    return publication ? callerOf(publication) : nobody();
  }

  return {
    isAsyncCall() {
      return DDP._CurrentMethodInvocation._isCallAsyncMethodRunning();
    },

    call(name, ...args) {
      const callback = typeof args.at(-1) === 'function' ? args.pop() : undefined;
      return this.apply(name, args, callback as MethodCallback | undefined);
    },

    callAsync(name, ...args) {
      const first = args[0];
      const hasOptions =
        Object(first) === first && Object.hasOwn(first as object, 'returnStubValue');
      const options = hasOptions ? (args.shift() as object) : {};
      if (!atLeast(version, '3.1')) DDP._CurrentMethodInvocation._set();
      DDP._CurrentMethodInvocation._setCallAsyncMethodRunning(true);
      const promise = new Promise((resolve, reject) => {
        DDP._CurrentCallAsyncInvocation._set({ name, hasCallAsyncParent: true });
        this.applyAsync(name, args, { isFromCallAsync: true, ...options })
          .then(resolve)
          .catch(reject)
          .finally(() => DDP._CurrentCallAsyncInvocation._set());
      });
      return promise.finally(() => DDP._CurrentMethodInvocation._setCallAsyncMethodRunning(false));
    },

    apply(name, args, options, callback) {
      const given = typeof options === 'function' ? {} : (options ?? {});
      const then = callback ?? (typeof options === 'function' ? options : undefined);
      const promise = this.applyAsync(name, args, given);
      if (!then) return promise;
      promise.then(
        (result) => (then as MethodCallback)(undefined, result),
        (error) => (then as MethodCallback)(error),
      );
      return undefined;
    },

    applyAsync(name, args, _options) {
      const handler = this.method_handlers[name];
      if (!handler) return Promise.reject(new Meteor.Error(404, `Method '${name}' not found`));
      const invocation = new DDPCommon.MethodInvocation({
        isSimulation: false,
        ...callerFor(name),
      });

      const run = () => {
        const copy = EJSON.clone(args);
        const description = `internal call to '${name}'`;
        return maybeAuditArgumentChecks(internals, handler, invocation, copy, description);
      };
      return new Promise((resolve, reject) => {
        const result = DDP._CurrentMethodInvocation.withValue(invocation, run);
        if (isPromise(result)) result.then((value) => resolve(value)).catch(reject);
        else resolve(result);
      }).then(EJSON.clone);
    },
  };
}

function callerOf(publication: Subscription): Caller {
  return {
    userId: publication.userId,
    setUserId: (userId) => (publication._session as Session)._setUserId(userId),
    connection: publication.connection,
    randomSeed: null,
  };
}

function nobody(): Caller {
  return {
    userId: null,
    setUserId() {
      throw new Error("Can't call setUserId on a server initiated method call");
    },
    connection: null,
    randomSeed: null,
  };
}
