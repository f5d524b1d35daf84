import type { createHook, HookCallbacks } from 'node:async_hooks';

/** Async hooks that are called by hand; `enabled` says how many are installed. */
export function fakeHooks() {
  const enabled = new Set<HookCallbacks>();
  const make = (callbacks: HookCallbacks) => ({
    enable() {
      enabled.add(callbacks);
      return this;
    },
    disable() {
      enabled.delete(callbacks);
      return this;
    },
  });
  return {
    createHook: make as typeof createHook,
    enabled: () => enabled.size,
    /** Runs `work` as one slice of asynchronous code. */
    slice(work: () => void = () => undefined): void {
      for (const callbacks of enabled) callbacks.before?.(1);
      work();
      for (const callbacks of enabled) callbacks.after?.(1);
    },
  };
}
