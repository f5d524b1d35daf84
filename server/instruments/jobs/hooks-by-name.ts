import type { Undo } from '../../../common/undo';

/** Hooks on things that have names and may be replaced or removed: no more of them than there are names. */
export interface HooksByName {
  /** Hooks `target`, the thing that is called `name` now, unless it is hooked. */
  ensure(name: string, target: object, hook: () => Undo): void;
  remove(name: string): void;
  undo: Undo;
}

export function createHooksByName(): HooksByName {
  const hooks = new Map<string, { readonly target: object; readonly undo: Undo }>();

  function remove(name: string): void {
    hooks.get(name)?.undo();
    hooks.delete(name);
  }

  return {
    ensure(name, target, hook) {
      if (hooks.get(name)?.target === target) return;
      remove(name);
      hooks.set(name, { target, undo: hook() });
    },
    remove,
    undo: () => {
      for (const name of [...hooks.keys()]) remove(name);
    },
  };
}
