import type { Random } from '../../support/seeded-random';
import { shuffled } from '../../support/shuffled';

/**
 * One block of turns: all subjects in an order drawn at random, and then in the
 * reverse of it (A B B A), so that what changes steadily meanwhile, such as the
 * clock of the processor, hits all of them alike.
 */
export function blockOf<Subject>(subjects: readonly Subject[], random: Random): Subject[] {
  const order = shuffled(subjects, random);
  return [...order, ...order.toReversed()];
}
