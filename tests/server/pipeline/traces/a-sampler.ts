import {
  type Candidate,
  createSampler,
  type Picked,
} from '../../../../server/pipeline/traces/sampler';
import { seeded } from '../../../support/seeded';

export interface Held {
  readonly id: number;
  readonly bytes: number;
}

/** A call of 1 ms that did well; every field can be given. */
export const aCandidate = (given: Partial<Candidate> = {}): Candidate => ({
  kind: 'method',
  name: 'tasks.add',
  durationMs: 1,
  isError: false,
  isExpected: false,
  isAsked: false,
  ...given,
});

/** A sampler of things that are numbered as they are offered. */
export function aSampler(
  given: { names?: number; errorsPerName?: number; askedPerName?: number; bytes?: number } = {},
  seed = 1,
) {
  let dropped = 0;
  let offered = 0;
  let held = 0;
  const sampler = createSampler<Held>({
    limits: { names: 10, errorsPerName: 3, askedPerName: 3, bytes: 1e6, ...given },
    random: seeded(seed),
    dropped: () => {
      dropped++;
    },
  });
  return {
    sampler,
    /** Returns the number of what was offered. */
    offer(candidate: Partial<Candidate> = {}, bytes = 1000): number {
      const id = ++offered;
      const seat = sampler.offer(aCandidate(candidate));
      if (seat) {
        held++;
        sampler.keep(seat, { id, bytes });
      }
      return id;
    },
    dropped: () => dropped,
    /** How often something was held, be it for a moment. */
    heldEver: () => held,
    /** The numbers kept, by reason. */
    taken: () => byReason(sampler.take()),
  };
}

export function byReason(picked: readonly Picked<Held>[]) {
  const of = (reason: string) =>
    picked.filter(({ kept }) => kept === reason).map(({ held }) => held.id);
  return { error: of('error'), slow: of('slow'), asked: of('asked'), random: of('random') };
}
