import { request as httpRequest } from 'node:http';
import { expect } from 'chai';
import type { Status } from '../../../common/status';
import type { Verdict } from '../../../server/dashboard/access';
import { httpServer } from '../../support/http-server';
import { aQueryApi } from './a-query-api';
import { aQueryServer, errorOf } from './a-query-server';
import { aReader } from './a-reader';

const aRead = 'read?metric=method.duration&stat=p95';

const aStatus: Status = {
  running: true,
  version: '0.1.0',
  hooks: {},
  sinks: {},
  drops: {},
  series: 0,
  batches: 0,
};

describe('the query API', () => {
  const { start, warnings, nexts } = aQueryServer();

  it('says nothing about an unexpected failure, and logs it once until it is over', async () => {
    let broken = true;
    const { reader } = aReader(async () => {
      if (broken) throw new Error('password=hunter2 refused');
      return {} as never;
    });
    const url = await start({ status: () => aStatus, reader: () => reader });

    const [first, , status] = [
      await fetch(`${url}/${aRead}`),
      await fetch(`${url}/${aRead}`),
      await fetch(`${url}/status`),
      await fetch(`${url}/${aRead}`),
    ];
    expect(first.status).to.equal(500);
    expect(await first.text()).not.to.contain('hunter2');
    expect(status.status).to.equal(200);
    expect(warnings()).to.have.length(1);
    expect(warnings()[0]).to.contain('hunter2');

    broken = false;
    await fetch(`${url}/${aRead}`);
    broken = true;
    await fetch(`${url}/${aRead}`);

    expect(warnings()).to.have.length(2);
  });

  it('fails closed when the guard itself fails', async () => {
    const url = await start({
      status: () => aStatus,
      access: { check: () => Promise.reject(new Error('broken')) },
    });

    const response = await fetch(`${url}/status`);

    expect(response.status).to.equal(500);
    expect(await response.text()).not.to.contain('running');
  });

  it('answers 401 without detail, and 429 with the time to wait', async () => {
    let verdict: Verdict = 'denied';
    const url = await start({ status: () => aStatus, access: { check: async () => verdict } });

    const denied = await fetch(`${url}/${aRead}`);
    const unknown = await fetch(`${url}/nothing`);
    verdict = 'throttled';
    const throttled = await fetch(`${url}/status`);

    expect(denied.status).to.equal(401);
    expect(denied.headers.get('www-authenticate')).to.equal('Bearer');
    expect(await denied.json()).to.deep.equal({
      error: { code: 'denied', message: 'Access denied.' },
    });
    expect(unknown.status).to.equal(401);
    expect(throttled.status).to.equal(429);
    expect(throttled.headers.get('retry-after')).to.equal('60');
  });

  it('answers 405 to every method but GET and HEAD', async () => {
    const url = await start({ status: () => aStatus });

    for (const method of ['POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS']) {
      const response = await fetch(`${url}/status`, { method });

      expect(response.status, method).to.equal(405);
      expect(response.headers.get('allow')).to.equal('GET, HEAD');
    }
  });

  it('answers 404 to every other path', async () => {
    const url = await start({ status: () => aStatus });

    for (const path of ['', 'read/', 'READ', 'status/x', '..%2fstatus', 'constructor', '/read']) {
      const response = await fetch(`${url}/v/${path}`);

      expect(response.status, path).to.equal(404);
      expect((await errorOf(response)).code).to.equal('not-found');
    }
  });

  it('answers HEAD with the headers of GET and no body', async () => {
    const url = await start({ status: () => aStatus });

    const get = await fetch(`${url}/status`);
    const head = await fetch(`${url}/status`, { method: 'HEAD' });

    expect(head.status).to.equal(200);
    expect(await head.text()).to.equal('');
    expect(head.headers.get('content-length')).to.equal(get.headers.get('content-length'));
  });

  it('forbids caching, sniffing, embedding and other origins, whatever it answers', async () => {
    let verdict: Verdict = 'ok';
    const url = await start({ status: () => aStatus, access: { check: async () => verdict } });
    const answers = [
      await fetch(`${url}/status`, { headers: { origin: 'http://evil.example' } }),
      await fetch(`${url}/nothing`),
      await fetch(`${url}/read`),
      await fetch(`${url}/status`, { method: 'OPTIONS' }),
    ];
    verdict = 'denied';
    answers.push(await fetch(`${url}/status`));

    for (const { headers } of answers) {
      expect(headers.get('content-type')).to.equal('application/json; charset=utf-8');
      expect(headers.get('cache-control')).to.equal('private, no-store');
      expect(headers.get('x-content-type-options')).to.equal('nosniff');
      expect(headers.get('content-security-policy')).to.include("default-src 'none'; ");
      expect([...headers.keys()].join()).not.to.contain('access-control');
    }
  });

  it('never hands a request on', async () => {
    const url = await start({ status: () => aStatus });

    for (const path of ['status', 'nothing', 'read']) await fetch(`${url}/${path}`);

    expect(nexts()).to.equal(0);
  });

  it('leaves an answer alone that the app gave meanwhile', async () => {
    const warned: string[] = [];
    const api = aQueryApi({ status: () => aStatus, warn: (message) => warned.push(message) });
    const server = await httpServer((request, response) => {
      api(request, response);
      response.end('too slow');
    });

    const response = await fetch(`${server.url}/status`);
    const text = await response.text();
    await server.close();

    expect(text).to.equal('too slow');
    expect(warned).to.deep.equal([]);
  });

  it('takes a client that went away quietly', async () => {
    let answer = () => {};
    let asked = () => {};
    const arrived = new Promise<void>((resolve) => {
      asked = resolve;
    });
    const { reader } = aReader(() => {
      asked();
      return new Promise((resolve) => {
        answer = () => resolve({} as never);
      });
    });
    const url = await start({ status: () => aStatus, reader: () => reader });
    const client = httpRequest(`${url}/${aRead}`);
    const gone = new Promise((resolve) => client.once('close', resolve));
    client.on('error', () => undefined);
    client.end();
    await arrived;

    client.destroy();
    await gone;
    answer();
    const next = await fetch(`${url}/status`);

    expect(next.status).to.equal(200);
    expect(warnings()).to.deep.equal([]);
  });
});
