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
export function createAsyncStore<Value extends object>(): AsyncStore<Value> {
  return carriesOverPromises() ? new HookedStore<Value>() : plainStore<Value>();
}

type Resource = Record<symbol, unknown>;

/** What `AsyncLocalStorage` is made of, on Node 20 and 22. */
interface Hooked {
  enabled: boolean;
  _enable(): void;
  _propagate(resource: Resource, triggerResource: Resource): void;
}

const Base = AsyncLocalStorage as unknown as new () => Hooked & { disable(): void };

class HookedStore<Value extends object> extends Base implements AsyncStore<Value> {
  private readonly key = Symbol('radiant');
  private isClosed = false;

  get(): Value | undefined {
    if (!this.enabled) return undefined;
    return (executionAsyncResource() as Resource)[this.key] as Value | undefined;
  }

  run<Args extends unknown[], Result>(
    value: Value | undefined,
    fn: (...args: Args) => Result,
    self: unknown,
    args: Args,
  ): Result {
    if (!this.enabled) {
      if (this.isClosed) return Reflect.apply(fn, self, args);
      this._enable();
    }
    const resource = executionAsyncResource() as Resource;
    const before = resource[this.key];
    resource[this.key] = value;
    try {
      return Reflect.apply(fn, self, args);
    } finally {
      resource[this.key] = before;
    }
  }

  /** Called by Node for each resource that is made, with the one that is current. */
  override _propagate(resource: Resource, triggerResource: Resource): void {
    if (this.enabled) resource[this.key] = triggerResource[this.key];
  }

  close(): void {
    this.isClosed = true;
    this.disable();
  }
}

/** Whether promises take over what is carried, by the parts of Node that `HookedStore` is made of. */
function carriesOverPromises(): boolean {
  const { _enable, _propagate } = AsyncLocalStorage.prototype as unknown as Partial<Hooked>;
  if (typeof _enable !== 'function' || typeof _propagate !== 'function') return false;
  let isSeen = false;
  class Probe extends Base {
    override _propagate(): void {
      isSeen = true;
    }
  }
  const probe = new Probe();
  probe._enable();
  new Promise(() => undefined);
  probe.disable();
  return isSeen;
}

function plainStore<Value extends object>(): AsyncStore<Value> {
  const storage = new AsyncLocalStorage<Value | undefined>();
  let isOpen = true;
  return {
    get: () => storage.getStore(),
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
