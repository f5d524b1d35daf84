import type { AlertStore } from '../../common/alert-store';

/** For a process that evaluates for itself: it always may, and what it knows ends with it. */
export function processStore(self: {
  readonly host: string;
  readonly instance: string;
}): AlertStore {
  let saved: string | undefined;
  return {
    hold: async () => true,
    isHeldFor: () => true,
    load: async () => (saved === undefined ? undefined : { ...self, state: saved, isHeld: true }),
    async save(state) {
      saved = state;
      return true;
    },
    release: async () => undefined,
    close: async () => undefined,
  };
}
