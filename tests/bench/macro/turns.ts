import type { Random } from '../../support/seeded-random';

/** In an order drawn at random. */
export function shuffled<Subject>(subjects: readonly Subject[], random: Random): Subject[] {
  const order = [...subjects];
  for (let last = order.length - 1; last > 0; last--) {
    const other = Math.floor(random() * (last + 1));
    [order[last], order[other]] = [order[other] as Subject, order[last] as Subject];
  }
  return order;
}

/**
 * One block of turns: all subjects in an order drawn at random, and then in the
 * reverse of it (A B B A), so that what changes steadily meanwhile, such as the
 * clock of the processor, hits all of them alike.
 */
export function blockOf<Subject>(subjects: readonly Subject[], random: Random): Subject[] {
  const order = shuffled(subjects, random);
  return [...order, ...order.toReversed()];
}
