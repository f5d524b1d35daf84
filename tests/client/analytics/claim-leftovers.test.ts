import { expect } from 'chai';
import { claimLeftovers } from '../../../client/analytics/claim-leftovers';
import type { AnalyticsParts } from '../../../client/analytics/parts';
import type { Store } from '../../../client/analytics/store';
import { handClock, settle } from '../../support/hand-clock';

describe('claiming what other pages left', () => {
  // Chromium's tabs live in processes of their own, and each sees the others' localStorage late.
  it('keeps the lock until other tabs see that it was taken', async () => {
    const clock = handClock();
    const items = new Map([['radiant_q_gone', '0 [{"messageId":"a"}]']]);
    const taken: unknown[] = [];
    let released = false;
    const locks = {
      async request(_name: string, run: () => Promise<void>) {
        await run();
        released = true;
      },
    };
    const parts = {
      browser: {
        navigator: { locks },
        get localStorage() {
          return Object.fromEntries(items);
        },
      },
      wallNow: () => 10,
      after: clock.timers.after,
    } as unknown as AnalyticsParts;
    const store = {
      get: (key: string) => items.get(key),
      set: (key: string) => items.delete(key),
    } as unknown as Store;

    claimLeftovers(parts, store, 'radiant_q_own', {
      add: (texts) => taken.push(...texts),
      keep: () => {},
      flush: async () => {},
    });
    await clock.advance(299);
    await settle();
    const early = [taken.length, items.size, released];
    await clock.advance(1);
    await settle();

    expect([early, released]).to.deep.equal([[1, 0, false], true]);
  });
});
