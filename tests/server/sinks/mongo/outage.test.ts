import { expect } from 'chai';
import { RetryableError } from '../../../../common/sink';
import { startProxy } from '../../../host/mongo/proxy';
import { aBatch, aSeries } from '../../../support/a-batch';
import { withMongo } from '../../../support/mongo-database';
import { onlyValue } from '../../../support/reader/answers';

const { signal } = new AbortController();
const minute = 60_000;

withMongo('mongoSink while MongoDB is out of reach', ({ sink, empty }) => {
  const from = Math.floor(Date.now() / minute) * minute - 2 * minute;
  let proxy: Awaited<ReturnType<typeof startProxy>>;

  beforeEach(async () => {
    const { hostname, port } = new URL(process.env.MONGO_URL ?? '');
    proxy = await startProxy({ host: hostname, port: Number(port) });
  });

  afterEach(async () => {
    await proxy.close();
    await empty();
  });

  const throughProxy = () =>
    sink({
      url: `mongodb://127.0.0.1:${proxy.port}/?directConnection=true`,
      options: { serverSelectionTimeoutMS: 300, heartbeatFrequencyMS: 500 },
      warn: () => undefined,
    });
  const window = (index: number) =>
    aBatch({ from: from + index * 10_000, series: [aSeries('ddp.connects', {}, 1)] });
  const reasonOf = (promise: Promise<unknown>) => promise.catch((reason: unknown) => reason);

  it('asks to be given the batch again, and goes on by itself when it is back', async function () {
    this.timeout(20_000);
    const { write, reader, close } = throughProxy();
    const [first, second] = [window(0), window(1)];
    await write(first, signal);

    proxy.cut();
    const refused = await reasonOf(write(second, signal));
    const unread = await reasonOf(
      reader.read({ metric: 'ddp.connects', stat: 'sum', from, to: from + minute }),
    );
    proxy.restore();
    let rest: unknown = refused;
    for (let time = 0; time < 20 && rest; time++) rest = await reasonOf(write(second, signal));
    await write(first, signal);

    expect(refused).to.be.instanceOf(RetryableError);
    expect(refused)
      .to.have.property('message')
      .that.matches(/^MongoDB did not answer: Mongo\w+/);
    expect(unread)
      .to.have.property('message')
      .that.matches(/^MongoDB did not answer: Mongo\w+$/);
    const answer = await reader.read({
      metric: 'ddp.connects',
      stat: 'sum',
      from,
      to: from + minute,
    });
    expect(onlyValue(answer)).to.equal(2);
    await close?.();
  });

  it('begins when MongoDB does, though it was not there at first', async function () {
    this.timeout(20_000);
    proxy.cut();
    const { write, close } = throughProxy();

    const refused = await reasonOf(write(window(0), signal));
    proxy.restore();
    let rest: unknown = refused;
    for (let time = 0; time < 20 && rest; time++) rest = await reasonOf(write(window(0), signal));

    expect(refused).to.be.instanceOf(RetryableError);
    expect(rest).to.equal(undefined);
    await close?.();
  });

  it('closes soon, whether it can say so to the server or not', async function () {
    this.timeout(20_000);
    const { write, close } = throughProxy();
    await write(window(0), signal);
    proxy.cut();

    const startedAt = performance.now();
    await close?.();

    expect(performance.now() - startedAt).to.be.below(2_500);
  });
});
