import { expect } from 'chai';
import { connectDdp, type ReceivedFrame } from '../../../examples/demo/ddp-client';
import { type StubDdpServer, type StubOptions, startStubDdpServer } from './stub-ddp-server';

describe('connectDdp', () => {
  let server: StubDdpServer;

  const start = async (options?: StubOptions) => {
    server = await startStubDdpServer(options);
    return connectDdp({ url: server.url });
  };

  afterEach(() => server.close());

  it('resolves a call with its result', async () => {
    const client = await start();

    const result = await client.call('tasks.add', 'l1', 'text');

    expect(result).to.equal('result of tasks.add');
    expect(server.received.at(-1)).to.include({ msg: 'method', method: 'tasks.add' });
    expect(server.received.at(-1)?.params).to.deep.equal(['l1', 'text']);
  });

  it('rejects a call with the error that the server sent', async () => {
    const client = await start({
      answer: ({ msg, id }) =>
        msg === 'method' ? [{ msg: 'result', id, error: { error: 'no' } }] : undefined,
    });

    const outcome = await client.call('tasks.fail').catch((error: unknown) => error);

    expect(outcome).to.deep.equal({ error: 'no' });
  });

  it('counts what it sent by name', async () => {
    const client = await start();

    await Promise.all([client.call('a'), client.call('a'), client.call('b')]);
    const subscription = await client.subscribe('p');
    await subscription.stop();

    expect(client.sent).to.deep.equal({ methods: { a: 2, b: 1 }, publications: { p: 1 } });
  });

  it('knows the documents of a subscription once it is ready', async () => {
    const client = await start();

    await client.subscribe('lists.all');

    expect(client.ids('lists')).to.deep.equal(['l1']);
  });

  it('rejects a subscription that the server refuses', async () => {
    const client = await start({
      answer: ({ msg, id }) => (msg === 'sub' ? [{ msg: 'nosub', id, error: 'no' }] : undefined),
    });

    const outcome = await client.subscribe('tasks.broken').catch((error: unknown) => error);

    expect(outcome).to.equal('no');
  });

  it('is settled only when "updated" has come too', async () => {
    const client = await start({
      answer: ({ msg, id, method }) =>
        msg === 'method' && method === 'held' ? [{ msg: 'result', id }] : undefined,
    });
    await client.call('prompt');
    await client.settled(1_000);

    await client.call('held');
    const outcome = await client.settled(30).catch((error: unknown) => String(error));

    expect(outcome).to.contain('The server left calls unanswered');
  });

  it('fails open calls when the connection is lost', async () => {
    const client = await start({ answer: ({ msg }) => (msg === 'method' ? [] : undefined) });

    const call = client.call('never').catch((error: unknown) => String(error));
    server.cut();

    expect(await call).to.contain('is closed');
  });

  it('counts nothing that it could not send', async () => {
    const client = await start();
    const lost = client.settled(1_000);
    await lost;
    server.cut();
    await client.call('first').catch(() => {});

    const outcome = await client.call('second').catch((error: unknown) => String(error));

    expect(outcome).to.contain('was not sent');
    expect(client.sent.methods).not.to.have.property('second');
  });

  it('hands on every frame with its size on the wire', async () => {
    server = await startStubDdpServer();
    const frames: ReceivedFrame[] = [];
    const client = await connectDdp({
      url: server.url,
      onReceived: (frame) => frames.push(frame),
    });

    await client.call('é');

    const result = frames.find(({ frame }) => frame.msg === 'result');
    expect(result?.frame.result).to.equal('result of é');
    expect(result?.bytes).to.equal(Buffer.byteLength(JSON.stringify(result?.frame)));
  });
});
