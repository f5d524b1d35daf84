import { createHmac } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { gunzipSync } from 'node:zlib';
import { expect } from 'chai';
import { batchFromJson } from '../../../common/batch-json';
import { RetryableError } from '../../../common/sink';
import { httpSink } from '../../../server/sinks/http';
import { aBatch, aSeries } from '../../support/a-batch';
import { everyEvent } from '../../support/an-event';
import { describeSink } from '../../support/describe-sink';
import { type HttpServer, httpServer } from '../../support/http-server';

interface Received {
  readonly headers: IncomingMessage['headers'];
  readonly json: string;
}

describe('httpSink', () => {
  const { signal } = new AbortController();
  let server: HttpServer;
  let received: Received[];
  let answer: (response: ServerResponse) => void;

  before(async () => {
    server = await httpServer(async (request, response) => {
      const parts: Buffer[] = [];
      for await (const part of request) parts.push(part as Buffer);
      received.push({
        headers: request.headers,
        json: gunzipSync(Buffer.concat(parts)).toString(),
      });
      answer(response);
    });
  });
  beforeEach(() => {
    received = [];
    answer = (response) => response.writeHead(204).end();
  });
  after(() => server.close());

  const aSink = (given: { secret?: string; headers?: Record<string, string> } = {}) =>
    httpSink({ url: `${server.url}/in`, wallNow: () => 1_700_000_000_999, ...given });

  async function failure(): Promise<unknown> {
    try {
      await aSink().write(aBatch(), signal);
    } catch (error) {
      return error;
    }
    return undefined;
  }

  describeSink('httpSink', () => aSink());

  it('posts the batch as gzipped JSON that reads back as it was', async () => {
    const batch = aBatch({
      series: [aSeries('method.run', { name: 'a', origin: 'client' }, [1, 2])],
      events: everyEvent(),
    });

    await aSink({ headers: { Authorization: 'Bearer x' } }).write(batch, signal);

    const [one] = received;
    expect(batchFromJson(one?.json ?? '')).to.deep.equal(batch);
    expect(one?.headers).to.include({
      'content-type': 'application/json',
      'content-encoding': 'gzip',
      authorization: 'Bearer x',
      'idempotency-key': batch.id,
      'webhook-id': batch.id,
    });
    expect(one?.headers).not.to.have.property('webhook-signature');
  });

  it('signs id, time and JSON with the secret', async () => {
    const secret = 'a secret of many characters';
    const batch = aBatch();

    await aSink({ secret }).write(batch, signal);

    const [one] = received;
    const signed = createHmac('sha256', secret).update(`${batch.id}.1700000000.${one?.json}`);
    expect(one?.headers).to.include({
      'webhook-timestamp': '1700000000',
      'webhook-signature': `v1,${signed.digest('base64')}`,
    });
  });

  it('gives the batch again after 503, when the server says so', async () => {
    answer = (response) => response.writeHead(503, { 'retry-after': '7' }).end('busy');

    const error = await failure();

    expect(error).to.be.instanceOf(RetryableError);
    expect(error).to.include({ retryAfterMs: 7_000 });
  });

  it('gives up a batch that the server refuses, and does not follow redirects', async () => {
    for (const status of [400, 413, 302]) {
      answer = (response) => response.writeHead(status, { location: '/elsewhere' }).end();

      const error = await failure();

      expect(error).to.be.instanceOf(Error).and.not.instanceOf(RetryableError);
      expect((error as Error).message).to.contain(String(status));
    }
    expect(received).to.have.length(3);
  });

  it('gives the batch again when the connection breaks, or nobody listens', async () => {
    answer = (response) => response.destroy();
    const broken = await failure();
    const unheard = await httpSink({ url: 'http://127.0.0.1:1/?token=secret' })
      .write(aBatch(), signal)
      .catch((error: unknown) => error);

    expect(broken).to.be.instanceOf(RetryableError);
    expect(unheard).to.be.instanceOf(RetryableError);
    expect(String(unheard)).not.to.contain('secret');
  });

  it('settles when it is called off while the server keeps silent', async () => {
    answer = () => undefined;
    const controller = new AbortController();
    const written = aSink().write(aBatch(), controller.signal);
    while (received.length === 0) await new Promise((resolve) => setImmediate(resolve));

    controller.abort();

    expect(await written.catch((error: unknown) => error)).to.be.instanceOf(RetryableError);
  });

  it('does not wait for the rest of an endless answer', async () => {
    answer = (response) => {
      response.writeHead(200);
      response.write('x'.repeat(1_000));
    };

    await aSink().write(aBatch(), signal);

    expect(received).to.have.length(1);
  });
});
