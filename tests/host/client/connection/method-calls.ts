import { MethodInvoker } from './method-invoker';
import type { ConnectionNeeds } from './needs';
import type { ApplyOptions, Connection, Result, ServerCall, StubCall, StubOutcome } from './types';

type Calls = Pick<
  Connection,
  | 'methods'
  | 'isAsyncCall'
  | 'call'
  | 'callAsync'
  | 'apply'
  | 'applyAsync'
  | '_applyAsyncStubInvocation'
  | '_applyAsync'
  | '_apply'
>;

/** Calls of methods: the stub first, if there is one, then the message. */
export function methodCalls(needs: ConnectionNeeds): Calls & ThisType<Connection> {
  const { Meteor, EJSON, DDP } = needs;
  const current = DDP._CurrentMethodInvocation;

  return {
    methods(methods) {
      for (const [name, stub] of Object.entries(methods)) {
        if (typeof stub !== 'function') throw new Error(`Method '${name}' must be a function`);
        if (this._methodHandlers[name]) {
          throw new Error(`A method named '${name}' is already defined`);
        }
        this._methodHandlers[name] = stub;
      }
    },

    isAsyncCall: () => current._isCallAsyncMethodRunning(),

    call(name, ...args) {
      const callback = typeof args.at(-1) === 'function' ? (args.pop() as Result) : undefined;
      return this.apply(name, args, callback);
    },

    callAsync(name, ...args) {
      if (typeof args.at(-1) === 'function') {
        throw new Error(
          "Meteor.callAsync() does not accept a callback. You should 'await' the result, or use .then().",
        );
      }
      return this.applyAsync(name, args, { returnServerResultPromise: true });
    },

    apply(name, args, options, callback) {
      const stubbed = this._stubCall(name, EJSON.clone(args));
      const outcome = outcomeOf(stubbed);
      const { stubInvocation } = stubbed;
      if (stubInvocation) {
        if (!this._getIsSimulation(outcome)) this._saveOriginals();
        try {
          outcome.stubReturnValue = current.withValue(stubbed.invocation as never, stubInvocation);
          if (outcome.stubReturnValue instanceof Promise) {
            Meteor._debug(
              `Method ${name}: Calling a method that has an async method stub with call/apply can lead to unexpected behaviors. Use callAsync/applyAsync instead.`,
            );
          }
        } catch (error) {
          outcome.exception = error;
        }
      }
      return this._apply(name, outcome, args, options, callback);
    },

    applyAsync(name, args, options, callback = null) {
      const stubPromise = this._applyAsyncStubInvocation(name, args, options);
      const promise: ServerCall = this._applyAsync({ name, args, options, callback, stubPromise });
      promise.stubPromise = stubPromise.then(({ exception, stubReturnValue }) => {
        if (exception) throw exception;
        return stubReturnValue;
      });
      promise.serverPromise = new Promise((resolve, reject) => {
        promise.then(resolve).catch(reject);
      });
      return promise;
    },

    async _applyAsyncStubInvocation(name, args, options) {
      const stubbed = this._stubCall(name, EJSON.clone(args), options);
      const outcome = outcomeOf(stubbed);
      if (!stubbed.stubInvocation) return outcome;
      if (!this._getIsSimulation(outcome)) this._saveOriginals();
      const before = current._setNewContextAndGetCurrent(stubbed.invocation as never);
      try {
        outcome.stubReturnValue = await stubbed.stubInvocation();
      } catch (error) {
        outcome.exception = error;
      } finally {
        current._set(before);
      }
      return outcome;
    },

    async _applyAsync({ name, args, options, callback, stubPromise }) {
      const outcome = await stubPromise;
      return this._apply(name, outcome, args, options, callback);
    },

    _apply(name, stub, args, optionsOrCallback, given) {
      const [options, callback] = optionsAndCallback(optionsOrCallback, given);
      const bound =
        callback && Meteor.bindEnvironment(callback, `delivering result of invoking '${name}'`);
      const params = EJSON.clone(args);
      if (this._getIsSimulation(stub)) return resultOfSimulation(stub, options, bound);

      const methodId = `${this._nextMethodId++}`;
      if (stub.hasStub) this._retrieveAndStoreOriginals(methodId);
      tellStubError(name, stub, options);
      const { value } = stub.randomSeed;
      const message = {
        ...{ msg: 'method', id: methodId, method: name, params },
        ...(value !== null && { randomSeed: value }),
      };
      const waiter = bound ? { callback: bound } : waiterFor(name, options, Meteor._debug);
      const { callback: tell, promise } = waiter as Waiter;
      const { onResultReceived, wait = false, noRetry = false } = options;
      const methodInvoker = new MethodInvoker({
        ...{ methodId, message, connection: this, callback: tell },
        ...{ onResultReceived, wait, noRetry },
      });
      const result = resultOf(promise, stub, options);
      if (options._returnMethodInvoker) return { methodInvoker, result };
      this._addOutstandingMethod(methodInvoker, options);
      return result;
    },
  };

  function tellStubError(name: string, { exception }: StubOutcome, options: ApplyOptions): void {
    if (!exception) return;
    if (options.throwStubExceptions) throw exception;
    Meteor._debug(`Exception while simulating the effect of invoking '${name}'`, exception);
  }
}

function outcomeOf({ stubInvocation, invocation, ...outcome }: StubCall): StubOutcome {
  return outcome;
}

function optionsAndCallback(
  options: ApplyOptions | Result | undefined,
  callback: Result | null | undefined,
): [options: ApplyOptions, callback: Result | undefined] {
  if (typeof options === 'function') return [{}, callback ?? options];
  return [options ?? {}, callback ?? undefined];
}

function resultOfSimulation(
  { exception, stubReturnValue }: StubOutcome,
  options: ApplyOptions,
  callback: Result | undefined,
): unknown {
  if (callback) callback(exception, stubReturnValue);
  else if (exception) throw exception;
  const result = callback ? undefined : stubReturnValue;
  return options._returnMethodInvoker ? { result } : result;
}

interface Waiter {
  readonly callback: Result;
  readonly promise?: Promise<unknown>;
}

/** Who waits where the caller gave no callback: a promise, or nobody. */
function waiterFor(
  name: string,
  { returnServerResultPromise, isFromCallAsync, returnStubValue }: ApplyOptions,
  debug: (...args: unknown[]) => void,
): Waiter {
  if (!returnServerResultPromise && (!isFromCallAsync || returnStubValue)) {
    return {
      callback: (error) => {
        if (error) debug(`Error invoking Method '${name}'`, error);
      },
    };
  }
  let callback: Result = () => {};
  const promise = new Promise((resolve, reject) => {
    callback = (error, result) => (error ? reject(error) : resolve(result));
  });
  return { callback: (...args) => callback(...args), promise };
}

function resultOf(
  promise: Promise<unknown> | undefined,
  { stubReturnValue }: StubOutcome,
  { returnStubValue }: ApplyOptions,
): unknown {
  if (!promise) return returnStubValue ? stubReturnValue : undefined;
  return returnStubValue ? promise.then(() => stubReturnValue) : promise;
}
