import { check } from 'meteor/check';
import { Meteor } from 'meteor/meteor';
import { Lists } from '../lists/lists';
import { burn } from './burn';
import { Milliseconds } from './milliseconds';
import { sleep } from './sleep';
import { weeklyReport } from './weekly';

export function defineReportMethods(): void {
  Meteor.methods({
    /** Burns CPU for so many milliseconds. */
    async 'reports.build'(ms: unknown) {
      check(ms, Milliseconds);
      return burn(ms);
    },

    /** Waits, as for another service, and makes the client's next calls wait too. */
    async 'reports.wait'(ms: unknown) {
      check(ms, Milliseconds);
      await sleep(ms);
      return ms;
    },

    /** Waits, but lets the client's next calls go ahead. */
    async 'reports.export'(ms: unknown) {
      check(ms, Milliseconds);
      this.unblock();
      await sleep(ms);
      return ms;
    },

    /** Slow: many reads one after the other, and some CPU. Its trace shows which is which. */
    'reports.weekly': () => weeklyReport(),

    /** Called by the server itself, every few seconds. */
    async 'reports.tick'() {
      return Lists.find({}).countAsync();
    },
  });
}
