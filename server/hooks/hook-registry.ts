import type { HookState, HookStatus } from '../../common/status';
import { type Undo, undoable } from '../../common/undo';

/** Puts hooks in one by one, and knows how each of them is. */
export interface HookRegistry {
  /** Runs `install`. When it throws, that hook is off and the rest goes on. */
  install(name: string, install: () => Undo): void;
  /** Adds something to take back that has no state to show. */
  onUndo(undo: Undo): void;
  set(name: string, state: HookState, reason?: string): void;
  status(): Record<string, HookStatus>;
  /** Takes every hook out, the last one first. */
  undo: Undo;
}

export function createHookRegistry(warn: (message: string) => void): HookRegistry {
  const states = new Map<string, HookStatus>();
  let deferUndo: (undo: Undo) => void = () => undefined;
  const undo = undoable((defer) => {
    deferUndo = defer;
  });

  function set(name: string, state: HookState, reason?: string): void {
    states.set(name, reason === undefined ? { state } : { state, reason });
    if (state !== 'ok') warn(`hook ${name} is ${state}: ${reason ?? 'no reason given'}`);
  }

  return {
    install(name, install) {
      try {
        deferUndo(install());
        set(name, 'ok');
      } catch (error) {
        set(name, 'off', error instanceof Error ? error.message : String(error));
      }
    },
    onUndo: (undo) => deferUndo(undo),
    set,
    status: () => Object.fromEntries(states),
    undo,
  };
}
