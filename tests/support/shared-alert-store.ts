import type { AlertStore } from '../../common/alert-store';

/** A place in which several evaluators of one test agree, by one clock. Leases last a minute. */
export function sharedAlertStore(now: () => number, lastsMs = 60_000) {
  const doc = { holder: '', until: 0, version: 0, state: undefined as string | undefined };
  let down: Error | undefined;

  function storeOf(holder: string): AlertStore {
    let seen = 0;
    let heldUntil = 0;
    const asked = () => {
      if (down) throw down;
    };
    return {
      async hold() {
        asked();
        const isFree = doc.holder === holder || doc.until < now();
        if (isFree) Object.assign(doc, { holder, until: now() + lastsMs });
        heldUntil = isFree ? doc.until : 0;
        return isFree;
      },
      isHeldFor: (ms) => now() + ms < heldUntil,
      async load() {
        asked();
        seen = doc.version;
        if (doc.state === undefined) return undefined;
        return {
          state: doc.state,
          host: doc.holder,
          instance: doc.holder,
          isHeld: doc.until > now(),
        };
      },
      async save(state) {
        asked();
        if (doc.holder !== holder || doc.until <= now() || doc.version !== seen) return false;
        seen = ++doc.version;
        doc.state = state;
        return true;
      },
      async release() {
        if (doc.holder === holder) doc.until = 0;
      },
      close: async () => undefined,
    };
  }

  return {
    doc,
    storeOf,
    fail(error: Error | undefined) {
      down = error;
    },
  };
}
