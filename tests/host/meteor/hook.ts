import type { OnException } from './dynamics';
import { guarded } from './guarded';

/** Any function: its parameters are the business of who registers and who iterates. */
export type HookCallback = (...args: never[]) => unknown;

export interface HookOptions {
  /** False runs callbacks in the environment of whoever iterates. */
  readonly bindEnvironment?: boolean;
  readonly wrapAsync?: boolean;
  readonly exceptionHandler?: OnException;
  /** What to call the callback when its exception is printed. */
  readonly debugPrintExceptions?: string;
}

export interface HookHandle<C extends HookCallback = HookCallback> {
  readonly callback: C;
  stop(): void;
}

/** A list of callbacks that others register, of the package `callback-hook`. */
export interface Hook<C extends HookCallback = HookCallback> {
  register(callback: C): HookHandle<C>;
  clear(): void;
  /** Calls `iterator` with each callback until it returns something falsy. */
  forEach(iterator: (callback: C) => unknown): void;
  forEachAsync(iterator: (callback: C) => unknown): Promise<void>;
  each(iterator: (callback: C) => unknown): void;
}

export type HookClass = new <C extends HookCallback = HookCallback>(
  options?: HookOptions,
) => Hook<C>;

interface HookMeteor {
  bindEnvironment(callback: HookCallback, onException: OnException): HookCallback;
  _debug(...args: unknown[]): void;
}

/**
 * The class of one host's hooks. A callback keeps the environment it was
 * registered in, and one that throws does not keep the others from running
 * when the hook has an exception handler.
 */
export function createHook(Meteor: HookMeteor): HookClass {
  function unbound(callback: HookCallback, onException: OnException): HookCallback {
    const handle =
      typeof onException === 'function'
        ? onException
        : (error: unknown) => Meteor._debug(`Exception in ${onException}`, error);
    return (...args) => guarded(() => callback(...args), handle);
  }

  return class Hook<C extends HookCallback> {
    nextCallbackId = 0;
    callbacks: Record<string, C> = Object.create(null);
    bindEnvironment = true;
    wrapAsync = true;
    declare exceptionHandler?: OnException;

    constructor(options?: HookOptions) {
      if (options?.bindEnvironment === false) this.bindEnvironment = false;
      if (options?.wrapAsync === false) this.wrapAsync = false;
      const handler = options?.exceptionHandler ?? options?.debugPrintExceptions;
      if (handler) this.exceptionHandler = handler;
    }

    register(callback: C): HookHandle<C> {
      const handler = this.exceptionHandler ?? rethrow;
      const bind = this.bindEnvironment ? Meteor.bindEnvironment : unbound;
      const bound = bind(callback, handler) as C;
      const id = this.nextCallbackId++;
      this.callbacks[id] = bound;
      return {
        callback: bound,
        stop: () => {
          delete this.callbacks[id];
        },
      };
    }

    clear(): void {
      this.nextCallbackId = 0;
      this.callbacks = {};
    }

    forEach(iterator: (callback: C) => unknown): void {
      for (const id of Object.keys(this.callbacks)) {
        const callback = this.callbacks[id];
        if (callback && !iterator(callback)) break;
      }
    }

    async forEachAsync(iterator: (callback: C) => unknown): Promise<void> {
      for (const id of Object.keys(this.callbacks)) {
        const callback = this.callbacks[id];
        if (callback && !(await iterator(callback))) break;
      }
    }

    each(iterator: (callback: C) => unknown): void {
      this.forEach(iterator);
    }
  };
}

function rethrow(error: unknown): never {
  throw error;
}
