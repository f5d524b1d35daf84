import { expect } from 'chai';
import { startBot } from '../../../examples/demo/bot';
import { startBots } from '../../../examples/demo/bots';
import { type StubDdpServer, startStubDdpServer } from './stub-ddp-server';

const CALLS = 30;
const quick = { min: 0, max: 0 };

describe('the demo’s bots', () => {
  let server: StubDdpServer;

  afterEach(() => server.close());

  const sentOver = (kind: 'method' | 'sub', key: 'method' | 'name') => {
    const counts: Record<string, number> = {};
    for (const frame of server.received.filter(({ msg }) => msg === kind)) {
      const name = String(frame[key]);
      counts[name] = (counts[name] ?? 0) + 1;
    }
    return counts;
  };

  it('count exactly what the server received', async () => {
    server = await startStubDdpServer();
    const bots = await startBots(server.url, 3);
    await until(() => server.received.length > CALLS);

    await bots.stop();

    expect(bots.sent()).to.deep.equal({
      methods: sentOver('method', 'method'),
      publications: sentOver('sub', 'name'),
    });
    await bots.close();
  });

  it('send nothing any more once they are stopped', async () => {
    server = await startStubDdpServer();
    const bots = await startBots(server.url, 2);
    await bots.stop();
    const before = JSON.stringify(bots.sent());

    await new Promise((resolve) => {
      setTimeout(resolve, 80);
    });

    expect(JSON.stringify(bots.sent())).to.equal(before);
    await bots.close();
  });

  it('do the same in the same order when they have the same number', async () => {
    const sequences: string[] = [];
    for (let run = 0; run < 2; run += 1) {
      server = await startStubDdpServer();
      const bot = await startBot({ url: server.url, number: 7, pauseMs: quick });
      await until(() => server.received.length > CALLS);
      await bot.stop();
      await bot.client.close();
      const names = server.received.map(({ method, name }) => method ?? name);
      sequences.push(names.slice(0, CALLS).join(' '));
      if (run === 0) await server.close();
    }

    expect(sequences[0]).to.equal(sequences[1]);
  });

  it('go on after an error that the server sent', async () => {
    server = await startStubDdpServer({
      answer: ({ msg, id }) =>
        msg === 'method'
          ? [
              { msg: 'result', id, error: { error: 500 } },
              { msg: 'updated', methods: [id] },
            ]
          : undefined,
    });
    const bot = await startBot({ url: server.url, number: 3, pauseMs: quick });

    await until(() => server.received.filter(({ msg }) => msg === 'method').length > 10);

    await bot.stop();
    await bot.client.close();
  });

  it('say so when the connection is lost', async () => {
    server = await startStubDdpServer();
    const bots = await startBots(server.url, 1);
    server.cut();

    const outcome = await bots.failed.catch((error: unknown) => error);

    expect(outcome).to.be.instanceOf(Error);
  });
});

async function until(condition: () => boolean): Promise<void> {
  const deadline = Date.now() + 4_000;
  while (!condition()) {
    if (Date.now() > deadline) throw new Error('It did not come to that within 4 s');
    await new Promise((resolve) => {
      setTimeout(resolve, 5);
    });
  }
}
