import type { OnException } from '../meteor/dynamics';

type Debug = (...args: unknown[]) => void;

export type ClientDynamics = ReturnType<typeof createClientDynamics>;

/** A variable of `Meteor.EnvironmentVariable` in a browser, where no context follows promises. */
export interface ClientVariable<T = unknown> {
  readonly slot: number;
  get(): T | undefined;
  getOrNullIfOutsideFiber(): T | undefined;
  getCurrentValues(): unknown[];
  withValue<R>(value: T | null | undefined, func: () => R): R;
  _set(value?: T): void;
  _setNewContextAndGetCurrent(value?: T): T | undefined;
  _isCallAsyncMethodRunning(): boolean;
  _setCallAsyncMethodRunning(value: boolean): void;
}

/** Dynamic scoping as `Meteor` has it in browsers: one list of values, put back after each call. */
export function createClientDynamics(debug: Debug) {
  let values: unknown[] = [];
  let nextSlot = 0;
  let callAsyncMethodRunning = false;

  class EnvironmentVariable<T = unknown> implements ClientVariable<T> {
    readonly slot = nextSlot++;

    get(): T | undefined {
      return values[this.slot] as T | undefined;
    }

    getOrNullIfOutsideFiber(): T | undefined {
      return this.get();
    }

    getCurrentValues(): unknown[] {
      return values;
    }

    withValue<R>(value: T | null | undefined, func: () => R): R {
      const saved = values[this.slot];
      try {
        values[this.slot] = value;
        return func();
      } finally {
        values[this.slot] = saved;
      }
    }

    _set(value?: T): void {
      values[this.slot] = value;
    }

    _setNewContextAndGetCurrent(value?: T): T | undefined {
      const saved = this.get();
      this._set(value);
      return saved;
    }

    _isCallAsyncMethodRunning(): boolean {
      return callAsyncMethodRunning;
    }

    _setCallAsyncMethodRunning(value: boolean): void {
      callAsyncMethodRunning = value;
    }
  }

  function bindEnvironment<A extends unknown[], R>(
    func: (...args: A) => R,
    onException?: OnException,
    self?: unknown,
  ): (...args: A) => R | undefined {
    const bound = values.slice();
    const handle =
      typeof onException === 'function'
        ? onException
        : (error: unknown) =>
            debug(`Exception in ${onException || 'callback of async function'}:`, error);
    return (...args) => {
      const saved = values;
      try {
        values = bound;
        return func.apply(self, args);
      } catch (error) {
        handle(error);
        return undefined;
      } finally {
        values = saved;
      }
    };
  }

  return { EnvironmentVariable, bindEnvironment };
}
