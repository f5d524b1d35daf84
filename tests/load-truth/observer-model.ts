import type { Host } from '../host/host';

/** What a test knows of the observers of a host, from the host's own objects. */
export interface ObserverModel {
  /** So many times an observer got a multiplexer of its own, joined one, ended. */
  totals(): Readonly<Record<'created' | 'reused' | 'stopped', number>>;
  /** What lives now. */
  gauges(): Readonly<Record<'handles' | 'multiplexers' | 'duplicates', number>>;
  /** Observers that are being opened. */
  opening(): number;
}

interface Multiplexer {
  /** By id; null once it has stopped. */
  readonly _handles: Readonly<Record<string, unknown>> | null;
}

interface Handle {
  readonly _multiplexer: Multiplexer;
}

type Observe = (this: object, ...args: unknown[]) => Promise<Handle>;

/**
 * Counts by looking: notes every handle that Meteor hands out, and reads of its
 * multiplexer which handles are still there. Install it before the instrument.
 */
export function modelObservers({ MongoInternals, EJSON }: Host): ObserverModel {
  const keys = new Map<Multiplexer, string>();
  let created = 0;
  let reused = 0;
  let opening = 0;

  const prototype = MongoInternals.Connection.prototype as unknown as { _observeChanges: Observe };
  const observe = prototype._observeChanges;
  prototype._observeChanges = async function (...args) {
    const [description, ordered] = args;
    const key = EJSON.stringify([ordered, description] as never);
    opening += 1;
    try {
      const handle = await Reflect.apply(observe, this, args);
      if (keys.has(handle._multiplexer)) reused += 1;
      else created += 1;
      keys.set(handle._multiplexer, key);
      return handle;
    } finally {
      opening -= 1;
    }
  };

  function live(): Array<readonly [key: string, handles: number]> {
    return [...keys]
      .map(([multiplexer, key]) => [key, Object.keys(multiplexer._handles ?? {}).length] as const)
      .filter(([, handles]) => handles > 0);
  }

  const liveHandles = () => live().reduce((sum, [, handles]) => sum + handles, 0);

  return {
    totals: () => ({ created, reused, stopped: created + reused - liveHandles() }),
    gauges() {
      const multiplexers = live();
      const distinct = new Set(multiplexers.map(([key]) => key));
      return {
        handles: liveHandles(),
        multiplexers: multiplexers.length,
        duplicates: multiplexers.length - distinct.size,
      };
    },
    opening: () => opening,
  };
}
