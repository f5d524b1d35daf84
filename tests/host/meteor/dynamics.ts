import { AsyncLocalStorage } from 'node:async_hooks';
import { copyingVariables } from './dynamics-copying';
import { nestedVariables } from './dynamics-nested';
import { atLeast, type HostVersion } from './versions';

/** What one asynchronous chain carries. Its keys differ by release. */
export type AslStore = Record<string, unknown>;

/** A variable whose value follows the asynchronous chain (`Meteor.EnvironmentVariable`). */
export interface EnvironmentVariable<T = unknown> {
  readonly slot: number;
  get(): T | undefined;
  getOrNullIfOutsideFiber(): T | undefined;
  /** Calls `func` with the variable set, and returns what it returns. */
  withValue<R>(value: T | null | undefined, func: () => R, options?: object): R;
  _set(value?: T): void;
  _setNewContextAndGetCurrent(value?: T): T | undefined;
  _isCallAsyncMethodRunning(): boolean;
  _setCallAsyncMethodRunning(value: boolean): void;
}

export type OnException = ((error: unknown) => void) | string;

/** Remembers the variables of now and runs `func` with them later. */
export type BindEnvironment = <A extends unknown[], R>(
  func: (...args: A) => R,
  onException?: OnException | undefined,
  self?: unknown,
) => (...args: A) => R;

/** The store of the running chain, and the ways to run something in another. */
export interface AslAccess {
  readonly isFibersDisabled: true;
  readonly _isFibersEnabled: false;
  _getAsl(): AsyncLocalStorage<AslStore>;
  /** The current store; outside of any, a throw-away object. */
  _getAslStore(): AslStore;
  _getValueFromAslStore(key: string): unknown;
  _updateAslStore(key: string, value: unknown): unknown;
  _runFresh<R>(fn: () => R): R;
  _runAsync<R>(fn: () => R, self?: unknown, store?: AslStore): R;
}

/** Meteor's dynamic scoping: the part of `Meteor` that owns the async context. */
export interface Dynamics extends AslAccess {
  readonly EnvironmentVariable: new <T = unknown>() => EnvironmentVariable<T>;
  readonly bindEnvironment: BindEnvironment;
}

/** What both generations of the implementation give. */
export type VariablesOf = (
  asl: AslAccess,
  handler: (onException: OnException | undefined) => (error: unknown) => void,
) => Pick<Dynamics, 'EnvironmentVariable' | 'bindEnvironment'>;

/**
 * The dynamic scoping of one release, over an `AsyncLocalStorage` of its own.
 * Up to 3.0.x a bound function keeps the innermost variable only; from 3.1 it
 * keeps all. `debug` gets what a bound function threw when nobody else does.
 */
export function createDynamics(
  version: HostVersion,
  debug: (...args: unknown[]) => void = () => {},
): Dynamics {
  const copying = atLeast(version, '3.1');
  const asl = createAccess(copying);
  const variables = copying ? copyingVariables : nestedVariables;
  return { ...asl, ...variables(asl, (onException) => exceptionHandler(onException, debug)) };
}

function createAccess(leavesStore: boolean): AslAccess {
  const storage = new AsyncLocalStorage<AslStore>();
  const current = (): AslStore => storage.getStore() ?? {};

  return {
    isFibersDisabled: true,
    _isFibersEnabled: false,
    _getAsl: () => storage,
    _getAslStore: current,
    _getValueFromAslStore: (key) => current()[key],
    _updateAslStore: (key, value) => {
      current()[key] = value;
      return value;
    },
    _runFresh: (fn) => (leavesStore ? storage.exit(fn) : storage.run({}, fn)),
    _runAsync: (fn, self, store) => storage.run(store ?? {}, () => fn.call(self)),
  };
}

function exceptionHandler(
  onException: OnException | undefined,
  debug: (...args: unknown[]) => void,
): (error: unknown) => void {
  if (typeof onException === 'function') return onException;
  if (onException !== undefined && typeof onException !== 'string') {
    throw new Error(
      'onException argument must be a function, string or undefined for Meteor.bindEnvironment().',
    );
  }
  const description = onException || 'callback of async function';
  return (error) => debug(`Exception in ${description}:`, error);
}
