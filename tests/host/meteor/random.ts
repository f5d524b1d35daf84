import { createAlea } from './alea';

const UNMISTAKABLE = '23456789ABCDEFGHJKLMNPQRSTWXYZabcdefghijkmnopqrstuvwxyz';
const BASE64 = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_';

/** A generator of random values, as the package `random` gives. */
export interface RandomGenerator {
  /** A number in [0, 1). */
  fraction(): number;
  hexString(digits: number): string;
  /** An id of characters that are not mistaken for each other; 17 by default. */
  id(charsCount?: number): string;
  /** A string of base 64 characters; 43 by default. */
  secret(charsCount?: number): string;
  choice<T>(items: ArrayLike<T>): T | undefined;
}

export interface RandomPackage extends RandomGenerator {
  /** A generator that gives the same values for the same seeds. */
  createWithSeeds(...seeds: readonly unknown[]): RandomGenerator;
  readonly insecure: RandomGenerator;
}

function createGenerator(fraction: () => number): RandomGenerator {
  const choice = <T>(items: ArrayLike<T>) => items[Math.floor(fraction() * items.length)];
  const text = (length: number, alphabet: string) =>
    Array.from({ length }, () => choice(alphabet)).join('');

  return {
    fraction,
    choice,
    hexString: (digits) => text(digits, '0123456789abcdef'),
    id: (charsCount = 17) => text(charsCount, UNMISTAKABLE),
    secret: (charsCount = 43) => text(charsCount, BASE64),
  };
}

/** Meteor's `Random`, of servers and browsers: cryptographic unless seeded. */
export const Random: RandomPackage = {
  ...createGenerator(() => (randomBits()[0] ?? 0) / 2 ** 32),
  hexString: (digits) =>
    Array.from({ length: Math.ceil(digits / 8) }, () => hex(randomBits()[0] ?? 0))
      .join('')
      .slice(0, digits),
  createWithSeeds: (...seeds) => {
    if (seeds.length === 0) throw new Error('No seeds were provided');
    return createGenerator(createAlea(seeds));
  },
  insecure: createGenerator(Math.random),
};

function randomBits(): Uint32Array {
  return globalThis.crypto.getRandomValues(new Uint32Array(1));
}

function hex(bits: number): string {
  return bits.toString(16).padStart(8, '0');
}
