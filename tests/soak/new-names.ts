import { between, pick } from '../../examples/demo/random';
import type { Random } from '../support/seeded-random';

const odd = ['ünï', '__proto__', 'a.b.$c', '<b>', "'; drop", '\u202e', '💥', '%00', 'a b'];

/** A name that was never there before: short or very long, and with what programs stumble over. */
export function newName(random: Random): string {
  const name = `${pick(random, odd)}${newWord(random)}`;
  return random() < 0.1 ? name.padEnd(between(random, 100, 3_000), 'x') : name;
}

/** The same of letters and digits alone. */
export function newWord(random: Random): string {
  return `name${Math.floor(random() * 2 ** 40).toString(36)}`;
}
