import { connect } from 'node:net';
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { expect } from 'chai';
import { httpServer } from '../../support/http-server';
import { aCollector } from './a-collector';
import { aBatch, listening, post } from './listening';

describe('bodies of requests to the collector', () => {
  const at = listening();

  const kib = 1024;
  for (const type of ['text/plain', 'application/json', 'text/plain;charset=UTF-8', 'a/b']) {
    it(`reads them raw, whatever their type (${type})`, async () => {
      const url = await at.start();

      const response = await post(`${url}/v1/b`, aBatch(), { 'Content-Type': type });

      expect(response.status).to.equal(200);
    });
  }

  const encoders = { gzip: gzipSync, deflate: deflateSync, br: brotliCompressSync };
  for (const [encoding, encode] of Object.entries({ ...encoders, GZIP: gzipSync })) {
    it(`inflates ${encoding}`, async () => {
      const url = await at.start();

      const body = encode(JSON.stringify(aBatch(3)));
      const response = await post(`${url}/v1/b`, body, { 'Content-Encoding': encoding });

      expect(response.status).to.equal(200);
      expect(at.ids()).to.deep.equal(['m0', 'm1', 'm2']);
    });
  }

  it('inflates deflate without its wrapping, which some send', async () => {
    const url = await at.start();

    const body = deflateRawSync(JSON.stringify(aBatch()));
    const response = await post(`${url}/v1/b`, body, { 'Content-Encoding': 'deflate' });

    expect(response.status).to.equal(200);
  });

  for (const [encoding, encode] of Object.entries(encoders)) {
    it(`stops inflating a bomb (${encoding})`, async () => {
      const url = await at.start();
      const bomb = encode(Buffer.alloc(16 * kib * kib, ' '));

      const response = await post(`${url}/v1/b`, bomb, { 'Content-Encoding': encoding });

      expect(response.status).to.equal(413);
      expect(at.collector.failures).to.deep.equal([]);
    });
  }

  it('inflates up to 2,000 kB', async () => {
    const url = await at.start();
    const text = JSON.stringify(aBatch());
    const send = (bytes: number) =>
      post(`${url}/v1/b`, gzipSync(text.padEnd(bytes, ' ')), { 'Content-Encoding': 'gzip' });

    const last = await send(2_000 * kib);
    const first = await send(2_000 * kib + 1);

    expect([last.status, first.status]).to.deep.equal([200, 413]);
  });

  it('takes 500 kB, and not one byte more', async () => {
    const url = await at.start();
    const text = JSON.stringify(aBatch());
    const send = (bytes: number) => post(`${url}/v1/b`, text.padEnd(bytes, ' '));

    const last = await send(500 * kib);
    const first = await send(500 * kib + 1);

    expect([last.status, first.status]).to.deep.equal([200, 413]);
    expect(at.collector.clock.pending()).to.deep.equal([]);
  });

  it('counts the bytes of a body that does not say its length', async () => {
    const url = await at.start();
    const stream = new Blob([JSON.stringify(aBatch()).padEnd(500 * kib + 1, ' ')]).stream();

    const response = await fetch(`${url}/v1/b`, {
      method: 'POST',
      body: stream,
      duplex: 'half',
    } as RequestInit);

    expect(response.status).to.equal(413);
  });

  it('takes 2,500 events, and not one more', async () => {
    const url = await at.start({ options: { bytesPerSecond: 1024 * kib * kib } });
    const small = (length: number) => ({
      writeKey: 'radiant',
      batch: Array.from({ length }, () => ({ type: 'track', event: 'e', userId: 'u' })),
    });

    const last = await post(`${url}/v1/b`, small(2_500));
    const first = await post(`${url}/v1/b`, small(2_501));

    expect([last.status, first.status]).to.deep.equal([200, 413]);
    expect(at.collector.events).to.have.length(2_500);
  });

  for (const body of ['', 'no json', '[]', 'null', '"text"', '{"batch":{}}', '{}', '{"a":1']) {
    it(`answers 400 where there is no event and no batch (${body})`, async () => {
      const url = await at.start();

      const response = await post(`${url}/v1/b`, body);

      expect(response.status).to.equal(400);
    });
  }

  it('answers 400 to an encoding that is not known, or a body that is not in it', async () => {
    const url = await at.start();

    const unknown = await post(`${url}/v1/b`, aBatch(), { 'Content-Encoding': 'zstd' });
    const broken = await post(`${url}/v1/b`, aBatch(), { 'Content-Encoding': 'gzip' });

    expect([unknown.status, broken.status]).to.deep.equal([400, 400]);
  });

  it('drops what is bad in a batch, and stores the rest', async () => {
    const url = await at.start();
    const deep = `${'['.repeat(10_000)}${']'.repeat(10_000)}`;
    const { batch } = aBatch(2);
    const bad = `{"type":"track","event":"e","userId":"u","properties":{"a":${deep}}}`;

    const response = await post(
      `${url}/v1/b`,
      `{"writeKey":"radiant","batch":[${JSON.stringify(batch[0])},1,${bad},${JSON.stringify(batch[1])}]}`,
    );

    expect(response.status).to.equal(200);
    expect(at.ids()).to.deep.equal(['m0', 'm1']);
    expect(at.collector.drops()).to.deep.equal({ 'no-event': 1, 'too-deep': 1 });
  });

  it('is read though a body parser of the app’s came first', async () => {
    const collector = aCollector();
    const server = await httpServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk) => chunks.push(chunk));
      request.on('end', () => {
        const body: unknown = JSON.parse(Buffer.concat(chunks).toString());
        const parsed = Object.assign(request, { body });
        setImmediate(() => collector.handle(parsed, response, '/v1/b'));
      });
    });

    const response = await post(server.url, aBatch());
    await server.close();

    expect(response.status).to.equal(200);
    expect(collector.events.map(({ messageId }) => messageId)).to.deep.equal(['m0']);
  });

  it('is waited for no longer than ten seconds', async () => {
    const url = await at.start();
    const socket = connect(Number(new URL(url).port), '127.0.0.1');
    const answered = new Promise<string>((resolve) =>
      socket.once('data', (data) => resolve(String(data))),
    );
    socket.write('POST /v1/b HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\n{"batch"');
    while (at.collector.clock.pending().length === 0) await new Promise(setImmediate);

    await at.collector.clock.advance(9_999);
    expect(at.collector.tally.total()).to.deep.equal({ events: {}, drops: {} });
    await at.collector.clock.advance(1);

    expect(await answered).to.match(/^HTTP\/1.1 408 /);
    socket.destroy();
  });

  it('costs nothing any more once its sender is gone', async () => {
    const url = await at.start();
    const socket = connect(Number(new URL(url).port), '127.0.0.1');
    socket.write('POST /v1/b HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\n{"batch"');
    while (at.collector.clock.pending().length === 0) await new Promise(setImmediate);

    socket.destroy();
    while (at.collector.clock.pending().length > 0) await new Promise(setImmediate);
    await new Promise(setImmediate);
    at.collector.tally.collect();

    expect(at.collector.samples).to.deep.include({
      kind: 'metric',
      metric: 'collector.requests',
      dims: { status: 'aborted' },
      value: 1,
    });
  });
});
