import type { CountName, Counts } from './facts-counts';

/** The export `Facts` of the package facts-base. */
export interface Facts {
  readonly _factsByPackage: Readonly<Record<string, Readonly<Record<string, number>> | undefined>>;
}

const places: Readonly<Record<CountName, readonly [packageName: string, fact: string]>> = {
  sessions: ['livedata', 'sessions'],
  subscriptions: ['livedata', 'subscriptions'],
  handles: ['mongo-livedata', 'observe-handles'],
  multiplexers: ['mongo-livedata', 'observe-multiplexers'],
  oplogDrivers: ['mongo-livedata', 'observe-drivers-oplog'],
  pollingDrivers: ['mongo-livedata', 'observe-drivers-polling'],
};

/**
 * `facts`, once it is known to keep its counts where all releases do.
 *
 * @throws {Error} saying what is missing.
 */
export function factsOf(facts: unknown): Facts {
  const { _factsByPackage: byPackage } = (facts ?? {}) as Partial<Facts>;
  if (typeof byPackage !== 'object' || byPackage === null) {
    throw new Error('Facts has no _factsByPackage');
  }
  return facts as Facts;
}

/** Meteor's own counts. What was never counted is 0. */
export function readFacts({ _factsByPackage: byPackage }: Facts): Required<Counts> {
  const counts = Object.entries(places).map(([name, [packageName, fact]]) => {
    const value = byPackage[packageName]?.[fact];
    return [name, typeof value === 'number' ? value : 0];
  });
  return Object.fromEntries(counts) as Required<Counts>;
}
