import { expect } from 'chai';
import type { DdpMessage, DdpSession } from '../../common/ddp';
import { createArrivals } from '../../common/ddp-arrivals';

const aSession = () => ({ id: 's', inQueue: { length: 0 } }) as DdpSession;

const messages = (count: number): DdpMessage[] =>
  Array.from({ length: count }, (_, index) => ({ msg: 'method', id: String(index) }));

describe('createArrivals', () => {
  it('tells when a message came, in whichever order handlers ask', () => {
    const arrivals = createArrivals();
    const session = aSession();
    const [one = {}, two = {}] = messages(2);
    arrivals.add(session, one, 5);
    arrivals.add(session, two, 6);

    expect(arrivals.take(session, one)?.at).to.equal(5);
    expect(arrivals.take(session, two)?.at).to.equal(6);
  });

  it('tells it once', () => {
    const arrivals = createArrivals();
    const session = aSession();
    const message = { msg: 'sub' };
    arrivals.add(session, message, 5);
    arrivals.take(session, message);

    expect(arrivals.take(session, message)).to.equal(undefined);
  });

  it('does not know what came to another session, or never came', () => {
    const arrivals = createArrivals();
    const message = { msg: 'sub' };
    arrivals.add(aSession(), message, 5);

    expect(arrivals.take(aSession(), message)).to.equal(undefined);
  });

  it('lets go of those before the one that is asked for', () => {
    const arrivals = createArrivals();
    const session = aSession();
    const [one = {}, two = {}] = messages(2);
    arrivals.add(session, one, 5);
    arrivals.add(session, two, 6);
    arrivals.take(session, two);

    expect(arrivals.take(session, one)).to.equal(undefined);
  });

  it('holds no message once it is taken', () => {
    const arrivals = createArrivals();
    const session = aSession();
    const message = { msg: 'method', params: ['secret'] };
    arrivals.add(session, message, 5);

    expect(JSON.stringify(arrivals.take(session, message))).not.to.include('secret');
  });

  for (const [given, session, limit] of [
    ['waits in its session', { id: 's', inQueue: { length: 4 } }, 4 + 16 + 1],
    ['may wait where the session does not tell', { id: 's' }, 1_000 + 16 + 1],
  ] as const) {
    it(`holds little more than what ${given}, though nobody asks`, () => {
      const arrivals = createArrivals();
      const all = messages(limit + 1);
      for (const message of all) arrivals.add(session as DdpSession, message, 5);
      const [first = {}, second = {}] = all;

      expect(arrivals.take(session as DdpSession, first)).to.equal(undefined);
      expect(arrivals.take(session as DdpSession, second)?.at).to.equal(5);
    });
  }
});
