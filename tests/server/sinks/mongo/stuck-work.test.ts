import { expect } from 'chai';
import { MongoClient } from 'mongodb';
import { createStuckWork } from '../../../../server/sinks/mongo/stuck-work';
import { aBatch, aSeries } from '../../../support/a-batch';
import { handClock } from '../../../support/hand-clock';
import { withMongo } from '../../../support/mongo-database';
import { onlyValue } from '../../../support/reader/answers';

const never = new Promise<never>(() => undefined);

describe('createStuckWork', () => {
  it('is patient to the last millisecond', async () => {
    const clock = handClock(0);
    const stuck = createStuckWork({ now: clock.now, patienceMs: 1_000 });
    stuck.add(never);

    await clock.advance(999);
    const before = stuck.isThere;
    await clock.advance(1);

    expect([before, stuck.isThere]).to.deep.equal([false, true]);
  });

  it('forgets what settles, one way or the other', async () => {
    const clock = handClock(0);
    const stuck = createStuckWork({ now: clock.now, patienceMs: 1_000 });
    stuck.add(Promise.resolve());
    stuck.add(Promise.reject(new Error('refused')));

    await clock.advance(5_000);

    expect(stuck.isThere).to.equal(false);
  });

  it('tells of what was forgotten no more', async () => {
    const clock = handClock(0);
    const stuck = createStuckWork({ now: clock.now, patienceMs: 1_000 });
    stuck.add(never);
    await clock.advance(1_000);

    stuck.forget();

    expect(stuck.isThere).to.equal(false);
  });
});

withMongo('mongoSink when the driver never settles', ({ sink, empty }) => {
  afterEach(() => empty());

  it('takes another connection, and stores what comes again', async () => {
    const made: MongoClient[] = [];
    class HangingOnce extends MongoClient {
      constructor(...args: ConstructorParameters<typeof MongoClient>) {
        super(...args);
        made.push(this);
      }
      override connect(): Promise<this> {
        return made[0] === this ? never : super.connect();
      }
    }
    const from = Math.floor(Date.now() / 60_000) * 60_000;
    const batch = aBatch({ from, series: [aSeries('ddp.connects', {}, 3)] });
    const { write, reader, close } = sink({
      driver: { MongoClient: HangingOnce } as never,
      patienceMs: 0,
    });
    const calledOff = new AbortController();
    const first = write(batch, calledOff.signal).catch((error: Error) => error.message);
    calledOff.abort();

    await write(batch, new AbortController().signal);
    const answer = await reader.read({
      metric: 'ddp.connects',
      stat: 'sum',
      from,
      to: from + 60_000,
    });

    expect(await first).to.equal('called off');
    expect(made).to.have.length(2);
    expect(onlyValue(answer)).to.equal(3);
    await close?.();
  });
});
