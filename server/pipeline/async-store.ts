import { AsyncLocalStorage, executionAsyncResource } from 'node:async_hooks';

/** A value that is carried across `await`, as `AsyncLocalStorage` does. */
export interface AsyncStore<Value> {
  get(): Value | undefined;
  /** Calls `fn` with `self` and `args`, and `value` carried; returns what it returns. */
  run<Args extends unknown[], Result>(
    value: Value | undefined,
    fn: (...args: Args) => Result,
    self: unknown,
    args: Args,
  ): Result;
  /** Carries nothing any more, and takes out what it had put into Node. */
  close(): void;
}

/**
 * Where Node's `AsyncLocalStorage` rests on async hooks (Node 20 and 22), it
 * copies each storage's value from promise to promise in one piece of code,
 * under a symbol of the storage. With Meteor's alone, V8 knows the symbol; a
 * second one makes all of these accesses generic, Meteor's too, which takes a
 * tenth of a microsecond for each promise of the app. So ours brings code of
 * its own (docs/adr/0030). Elsewhere, or where Node should have changed
 * meanwhile, it is a plain `AsyncLocalStorage`.
 */
export function createAsyncStore<Value extends object>(
  canHook = nodeCallsPropagate(),
): AsyncStore<Value> {
  return canHook ? hookedStore<Value>() : plainStore<Value>();
}

type Resource = Record<symbol, unknown>;

/** What `AsyncLocalStorage` is made of, on Node 20 and 22. */
interface HookedStorage {
  enabled: boolean;
  _enable(): void;
  /** Called for each resource that is made, with the one that is current. */
  _propagate(resource: Resource, triggerResource: Resource): void;
  disable(): void;
}

const newStorage = () => new AsyncLocalStorage() as unknown as HookedStorage;
const currentResource = executionAsyncResource as () => Resource;

function hookedStore<Value extends object>(): AsyncStore<Value> {
  const key = Symbol('radiant');
  const storage = newStorage();
  let isOpen = true;
  storage._propagate = (resource, triggerResource) => {
    if (isOpen) resource[key] = triggerResource[key];
  };

  return {
    get: () => (isOpen ? (currentResource()[key] as Value | undefined) : undefined),
    run(value, fn, self, args) {
      if (!isOpen) return Reflect.apply(fn, self, args);
      if (!storage.enabled) storage._enable();
      const resource = currentResource();
      const before = resource[key];
      resource[key] = value;
      try {
        return Reflect.apply(fn, self, args);
      } finally {
        resource[key] = before;
      }
    },
    close() {
      isOpen = false;
      storage.disable();
    },
  };
}

/** Whether this Node has the parts that a store of our own is made of, and uses them for promises. */
export function nodeCallsPropagate(): boolean {
  const { _enable, _propagate } = newStorage();
  if (typeof _enable !== 'function' || typeof _propagate !== 'function') return false;
  const probe = newStorage();
  let isCalled = false;
  probe._propagate = () => {
    isCalled = true;
  };
  probe._enable();
  new Promise(() => undefined);
  probe.disable();
  return isCalled;
}

function plainStore<Value extends object>(): AsyncStore<Value> {
  const storage = new AsyncLocalStorage<Value | undefined>();
  let isOpen = true;
  return {
    get: () => (isOpen ? storage.getStore() : undefined),
    run: (value, fn, self, args) =>
      (isOpen
        ? storage.run(value, Reflect.apply, fn, self, args) // `run` would switch it on again
        : Reflect.apply(fn, self, args)) as ReturnType<typeof fn>,
    close() {
      isOpen = false;
      storage.disable();
    },
  };
}
