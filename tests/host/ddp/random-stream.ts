import type { RandomGenerator, RandomPackage } from '../meteor/random';

/** Whatever a random stream belongs to: normally a method invocation. */
export interface RandomScope {
  readonly randomSeed: unknown;
  randomStream: unknown;
}

interface RandomStream {
  readonly seed: unknown[];
  readonly sequences: Record<string, RandomGenerator>;
  _sequence(name: string): RandomGenerator;
}

export interface RandomStreamClass {
  new (options: { seed?: unknown }): RandomStream;
  /** The named sequence of a scope; without one, a sequence nobody can repeat. */
  get(scope: RandomScope | null | undefined, name?: string): RandomGenerator;
}

/**
 * Named sequences of random values that follow from one seed, so that client
 * and server come to the same ids. Every sequence runs on its own.
 */
export function createRandomStream(Random: RandomPackage): RandomStreamClass {
  return class RandomStream {
    readonly seed: unknown[];
    readonly sequences: Record<string, RandomGenerator> = Object.create(null);

    constructor(options: { seed?: unknown }) {
      this.seed = [options.seed || Random.hexString(20)].flat();
    }

    static get(scope: RandomScope | null | undefined, name = 'default'): RandomGenerator {
      if (!scope) return Random.insecure;
      scope.randomStream ??= new RandomStream({ seed: scope.randomSeed });
      return (scope.randomStream as RandomStream)._sequence(name);
    }

    _sequence(name: string): RandomGenerator {
      const known = this.sequences[name];
      if (known) return known;
      const seeds = [...this.seed, name].map((part) =>
        typeof part === 'function' ? part() : part,
      );
      const sequence = Random.createWithSeeds(...seeds);
      this.sequences[name] = sequence;
      return sequence;
    }
  };
}
