import { expect } from 'chai';
import { anEvent, type EventFields } from '../an-event';
import type { ReaderUnderTest } from './reader-under-test';

/** What a reader forgets of people, where it can. */
export function describeForget({ at, write, reader }: ReaderUnderTest): void {
  describe('forgetting people', () => {
    const event = (messageId: string, fields: EventFields = {}) =>
      anEvent({ messageId, at: at(1), ...fields });
    const idsLeft = async () => {
      const { events } = await reader().events({ from: at(0), to: at(60) });
      return events.map(({ messageId }) => messageId).join('');
    };

    beforeEach(async function () {
      if (!reader().forget) return this.skip();
      await write({
        second: 0,
        events: [
          event('a', { userId: 'ann', anonymousId: 'x' }),
          event('b', { anonymousId: 'x' }),
          event('c', { userId: 'bob', properties: { userId: 'ann', anonymousId: 'x' } }),
          event('d', { userId: 'x', anonymousId: 'ann' }),
          event('e', { userId: 'o\'"neil', anonymousId: '𝒳' }),
        ],
      });
    });

    it('goes by user, by anonymous id, or by either', async () => {
      expect(await reader().forget?.({ userId: 'nobody' })).to.deep.equal({ events: 0 });
      expect(await idsLeft()).to.equal('abcde');
      expect(await reader().forget?.({ userId: 'o\'"neil' })).to.deep.equal({ events: 1 });
      expect(await idsLeft()).to.equal('abcd');
      expect(await reader().forget?.({ userId: 'ann' })).to.deep.equal({ events: 1 });
      expect(await idsLeft()).to.equal('bcd');
      expect(await reader().forget?.({ userId: 'bob', anonymousId: 'x' })).to.deep.equal({
        events: 2,
      });
      expect(await idsLeft()).to.equal('d');
    });

    it('takes them out of reports, and keeps what comes later', async () => {
      const query = { report: 'event-counts', from: at(0), to: at(60) } as const;
      await reader().forget?.({ userId: 'ann', anonymousId: 'ann' });

      expect((await reader().analytics(query)).rows[0]).to.include({ count: 3, people: 3 });

      await write({ second: 10, events: [event('f', { userId: 'ann' })] });
      expect(await idsLeft()).to.equal('bcef');
    });

    it('refuses to go by nothing', async () => {
      for (const wrong of [{}, { userId: '' }, { userId: { $ne: '' } }, { user: 'ann' }]) {
        const error = await reader()
          .forget?.(wrong as never)
          .catch((reason: unknown) => reason);

        expect(error, JSON.stringify(wrong)).to.have.property('code', 'forget-invalid');
      }
      expect(await idsLeft()).to.equal('abcde');
    });
  });
}
