import { Match } from 'meteor/check';

const LONGEST_MS = 5_000;

/** A duration a client may ask for: a number from 0 to 5,000. */
export const Milliseconds = Match.Where(
  (value: unknown): value is number =>
    typeof value === 'number' && value >= 0 && value <= LONGEST_MS,
);
