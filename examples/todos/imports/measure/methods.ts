import { check, Match } from 'meteor/check';
import { Meteor } from 'meteor/meteor';
import { Milliseconds } from '../reports/milliseconds';
import { sleep } from '../reports/sleep';
import { holdFence } from './hold-fence';

const LONGEST_TEXT = 10_000;

/** Methods whose timing is known, to hold what Radiant reports against. */
export function defineMeasureMethods(): void {
  Meteor.methods({
    /** Waits, and returns how long the handler really took, by its own clock. */
    async 'measure.wait'(ms: unknown) {
      check(ms, Milliseconds);
      const startedAt = performance.now();
      this.unblock();
      await sleep(ms);
      return performance.now() - startedAt;
    },

    /** Returns at once; its writes reach the observers `ms` milliseconds later. */
    async 'measure.fence'(ms: unknown) {
      check(ms, Milliseconds);
      holdFence(this, ms);
      return ms;
    },

    /** Does nothing: its time is the time it waited for its turn. */
    'measure.nothing'() {},

    /** Returns so many characters. */
    'measure.text'(length: unknown) {
      check(length, Match.Integer);
      return 'x'.repeat(Math.min(length, LONGEST_TEXT));
    },
  });
}
