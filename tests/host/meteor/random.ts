import { randomBytes } from 'node:crypto';
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

/** Meteor's `Random` on the server: cryptographic unless seeded. */
export const Random: RandomPackage = {
  ...createGenerator(() => randomBytes(4).readUInt32BE() / 2 ** 32),
  hexString: (digits) =>
    randomBytes(Math.ceil(digits / 2))
      .toString('hex')
      .slice(0, digits),
  createWithSeeds: (...seeds) => {
    if (seeds.length === 0) throw new Error('No seeds were provided');
    return createGenerator(createAlea(seeds));
  },
  insecure: createGenerator(Math.random),
};
