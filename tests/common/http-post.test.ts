import { getEventListeners } from 'node:events';
import { expect } from 'chai';
import { httpPost } from '../../common/http-post';
import { RetryableError } from '../../common/sink';
import { type HttpServer, httpServer } from '../support/http-server';

describe('httpPost', () => {
  let server: HttpServer;
  let answer: 'ok' | 'hang' | 'endless';
  let requests: number;

  before(async () => {
    server = await httpServer((request, response) => {
      requests++;
      request.resume();
      if (answer === 'hang') return;
      response.writeHead(202, { 'retry-after': '7' });
      response.write('x'.repeat(100));
      if (answer === 'ok') response.end();
    });
  });
  beforeEach(() => {
    answer = 'ok';
    requests = 0;
  });
  after(() => server.close());

  const post = (signal: AbortSignal, answerBytes = 0) =>
    httpPost('the place', { url: server.url, body: 'x', headers: {} }, { signal, answerBytes });

  it('gives status, wait and the beginning of the answer', async () => {
    const { signal } = new AbortController();

    const without = await post(signal);
    const { status, ok, retryAfter, body } = await post(signal, 1_000);

    expect({ status, ok, retryAfter }).to.deep.equal({ status: 202, ok: true, retryAfter: '7' });
    expect(Buffer.from(body).toString()).to.equal('x'.repeat(100));
    expect(without.body).to.have.length(0);
  });

  it('does not wait for the rest of an endless answer', async () => {
    answer = 'endless';

    const { body } = await post(new AbortController().signal, 50);

    expect(body.length).to.be.within(50, 100);
  });

  it('leaves nothing behind on the signal, whatever happens', async () => {
    const controller = new AbortController();
    const { signal } = controller;
    for (let at = 0; at < 20; at++) await post(signal);
    answer = 'hang';
    const hanging = post(signal).catch((error: unknown) => error);
    while (requests < 21) await new Promise((resume) => setImmediate(resume));

    expect(getEventListeners(signal, 'abort')).to.have.length(1);
    controller.abort();

    expect(await hanging).to.be.instanceOf(RetryableError);
    expect(getEventListeners(signal, 'abort')).to.have.length(0);
  });

  it('asks nobody after the signal', async () => {
    const error = await post(AbortSignal.abort()).catch((thrown: unknown) => thrown);

    expect(error).to.be.instanceOf(RetryableError);
    expect(String(error)).to.include('the place').and.not.include('127.0.0.1');
    expect(requests).to.equal(0);
  });
});
