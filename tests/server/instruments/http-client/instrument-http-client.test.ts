import {
  Agent,
  get,
  request as httpRequest,
  type IncomingMessage,
  type ServerResponse,
} from 'node:http';
import { type AddressInfo, createServer as createTcpServer, type LookupFunction } from 'node:net';
import { expect } from 'chai';
import { ownInvocation } from '../../../../common/own-invocation';
import type { HttpClientSample } from '../../../../common/sample';
import { TraceBuffer } from '../../../../common/trace-buffer';
import { parseTraceparent } from '../../../../common/traceparent';
import { Work } from '../../../../common/work';
import { instrumentHttpClient } from '../../../../server/instruments/http-client/instrument-http-client';
import { fakeRecorder } from '../../../support/fake-recorder';
import { type HttpServer, httpServer } from '../../../support/http-server';
import { eventually } from '../../../support/mongo-targets';
import { ask } from '../../../support/web-app';

const traceId = 'ab'.repeat(16);
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
/** Whether Node tells of requests when they are made, so that headers can be added. */
const tellsOfCreation = major > 22 || (major === 22 && minor >= 12);

function anInvocation(name = 'books.add') {
  const trace = new TraceBuffer(0, 100, { left: 100 }, () => traceId);
  const root = trace.open('method', name, -1, 0);
  const work = new Work(trace, root, undefined);
  return { kind: 'method' as const, name, ended: false, work };
}

describe('instrumentHttpClient', () => {
  let server: HttpServer;
  let record: ReturnType<typeof fakeRecorder>;
  let undo: () => void;
  let headers: Array<string | string[] | undefined>;
  let host: string;

  const answers: Record<string, (response: ServerResponse, request: IncomingMessage) => void> = {
    '/redirect': (response) => response.writeHead(302, { location: '/ok' }).end(),
    '/missing': (response) => response.writeHead(404).end('no such thing'),
    '/broken': (response) => response.writeHead(500).end(),
    '/half': (response, request) => {
      response.writeHead(200, { 'content-length': 100 }).write('x');
      setTimeout(() => request.socket.destroy(), 10);
    },
    '/streamed': (response) => {
      response.write('a');
      setTimeout(() => {
        record.tick(50);
        response.end('b');
      }, 20);
    },
    '/slow': (response) => void setTimeout(() => response.end('slow'), 300),
  };
  const whole = (response: ServerResponse, request: IncomingMessage) =>
    request.resume().on('end', () => response.end('ok'));

  beforeEach(async () => {
    headers = [];
    server = await httpServer((request, response) => {
      headers.push(request.headers.traceparent);
      const [path = ''] = request.url?.split('?') ?? [];
      const answer = answers[path] ?? whole;
      answer(response, request);
    });
    host = `127.0.0.1:${server.port}`;
    record = fakeRecorder();
    undo = instrumentHttpClient(record.recorder, { propagateTo: [] });
  });
  afterEach(async () => {
    undo();
    await server.close();
    expect(record.failures).to.deep.equal([]);
  });

  const all = () =>
    record.samples.filter((sample): sample is HttpClientSample => sample.kind === 'http.client');
  async function recorded(count = 1) {
    await eventually(() => all().length >= count);
    return all().map(({ method, status, host: told }) => `${method} ${told} ${status}`);
  }
  const within = <Result>(
    invocation: ReturnType<typeof anInvocation> | typeof ownInvocation,
    fn: () => Promise<Result>,
  ) => record.recorder.context.run(invocation, fn, undefined, []);
  async function freePort(): Promise<number> {
    const tcp = createTcpServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => tcp.once('listening', resolve));
    const { port } = tcp.address() as AddressInfo;
    await new Promise((resolve) => tcp.close(resolve));
    return port;
  }

  const clients: Record<string, (url: string, init?: { method?: string }) => Promise<unknown>> = {
    fetch: async (url, init = {}) => {
      const body = init.method === 'POST' ? { body: 'hello' } : {};
      return (await fetch(url, { ...init, ...body })).text();
    },
    'node:http': (url, init) => ask(url, init, init?.method === 'POST' ? 'hello' : undefined),
    'node:http with connections kept': async (url, init) => {
      const agent = new Agent({ keepAlive: true, maxSockets: 1 });
      const answer = await ask(url, { agent, ...init });
      agent.destroy();
      return answer;
    },
  };

  for (const [name, send] of Object.entries(clients)) {
    describe(`of ${name}`, () => {
      it('records host, method, status and time to the end of the answer', async () => {
        await send(`${server.url}/streamed?secret=1`);

        expect(await recorded()).to.deep.equal([`GET ${host} 200`]);
        expect(all()[0]?.durationMs).to.equal(50);
      });

      it('records statuses as received', async () => {
        for (const path of ['/missing', '/broken']) await send(server.url + path);
        await send(`${server.url}/x`, { method: 'POST' });

        expect(await recorded(3)).to.deep.equal([
          `GET ${host} 404`,
          `GET ${host} 500`,
          `POST ${host} 200`,
        ]);
      });

      it('folds unusual methods', async () => {
        await send(server.url, { method: 'PROPFIND' });

        expect(await recorded()).to.deep.equal([`_OTHER ${host} 200`]);
      });

      it('records a refused connection as an error', async () => {
        const port = await freePort();
        await send(`http://127.0.0.1:${port}/x`).catch(() => undefined);

        expect(await recorded()).to.deep.equal([`GET 127.0.0.1:${port} error`]);
      });

      it('books an answer that breaks off as failed, with its status', async () => {
        const invocation = anInvocation();
        await within(invocation, () => send(`${server.url}/half`)).catch(() => undefined);

        expect(await recorded()).to.deep.equal([`GET ${host} 200`]);
        expect(invocation.work.trace?.spans[1]).to.include({ failed: true });
      });

      it('books it to what was running when it started', async () => {
        const [first, second] = [anInvocation('first'), anInvocation('second')];

        await Promise.all([
          within(first, () => send(`${server.url}/streamed`)),
          within(second, () => send(`${server.url}/missing`)),
          send(`${server.url}/nobody`),
        ]);

        await recorded(3);
        const spans = [first, second].map(({ work }) => work.trace?.spans.slice(1));
        expect(spans[0]).to.have.length(1);
        expect(spans[0]?.[0]).to.deep.include({
          kind: 'http.client',
          name: `GET ${host}`,
          parent: 0,
          failed: false,
          attributes: { status: '200' },
        });
        expect(first.work.busyMs('http', record.recorder.now())).to.equal(50);
        expect(spans[1]?.[0]).to.deep.include({ failed: false, attributes: { status: '404' } });
      });

      it('leaves out what Radiant sends', async () => {
        await within(ownInvocation, async () => {
          await null;
          await send(server.url);
        });
        await send(server.url);

        expect(await recorded()).to.have.length(1);
      });

      it('records nothing once it is taken out', async () => {
        undo();

        await send(server.url);

        expect(all()).to.deep.equal([]);
      });
    });
  }

  it('records each hop of a redirect that fetch follows', async () => {
    const invocation = anInvocation();

    await within(invocation, async () => (await fetch(`${server.url}/redirect`)).text());

    expect(await recorded(2)).to.deep.equal([`GET ${host} 302`, `GET ${host} 200`]);
    expect(invocation.work.trace?.spans).to.have.length(3);
  });

  it('records an aborted request as an error', async () => {
    const { signal, abort } = abortable();
    const fetched = fetch(`${server.url}/slow`, { signal }).catch(() => undefined);
    const asked = ask(`${server.url}/slow`, { signal }).catch(() => undefined);
    await eventually(() => headers.length === 2);

    abort();

    await Promise.all([fetched, asked]);
    expect(await recorded(2)).to.deep.equal([`GET ${host} error`, `GET ${host} error`]);
  });

  it('records answers that nobody reads', async () => {
    await fetch(`${server.url}/missing`);
    get(`${server.url}/missing`, { agent: false }); // without a listener, Node throws the answer away

    expect(await recorded(2)).to.deep.equal([`GET ${host} 404`, `GET ${host} 404`]);
  });

  it('names no port that is the usual one, no path, no credentials', async () => {
    const unknown = Object.assign(new Error('no such host'), { code: 'ENOTFOUND' });
    const lookup: LookupFunction = (_name, _options, found) => setImmediate(found, unknown, '', 4);
    const request = httpRequest('http://me:secret@books.invalid/path?x', { lookup });
    request.on('error', () => {}).end();
    await eventually(() => all().length === 1);
    await fetch('https://books.invalid:1234/path').catch(() => undefined);

    expect(await recorded(2)).to.deep.equal([
      'GET books.invalid error',
      'GET books.invalid:1234 error',
    ]);
  });

  it('does not take a Host header of the app’s for where it asks', async () => {
    await ask(server.url, { headers: { host: 'elsewhere' } });

    expect(await recorded()).to.deep.equal(['GET 127.0.0.1 200']);
  });

  it('leaves WebSockets out, which are not over with the answer', async () => {
    const upgraded = httpRequest(server.url, {
      agent: false,
      headers: { connection: 'Upgrade', upgrade: 'websocket' },
    });
    upgraded.on('error', () => {}).end();
    await eventually(() => headers.length === 1);
    await ask(server.url);

    expect(await recorded()).to.have.length(1);
  });

  it('counts what is still under way as lost when it is taken out', async () => {
    const asked = ask(`${server.url}/slow`);
    await eventually(() => headers.length === 1);

    undo();

    expect(record.drops).to.deep.equal({ unfinished: 1 });
    expect((await asked).body).to.equal('slow');
  });

  describe('traceparent', () => {
    function propagateTo(...hosts: string[]) {
      undo();
      undo = instrumentHttpClient(record.recorder, { propagateTo: hosts });
    }
    const ids = (header: unknown) =>
      parseTraceparent(header) ?? { traceId: 'none', spanId: 'none' };

    it('is sent to nobody by default', async () => {
      await within(anInvocation(), () => fetch(server.url));
      await within(anInvocation(), () => ask(server.url));

      expect(headers).to.deep.equal([undefined, undefined]);
    });

    it('is sent by fetch to listed hosts, with the id of the span', async () => {
      for (const listed of [host, '127.0.0.1']) {
        propagateTo(listed);
        const invocation = anInvocation();
        await within(invocation, async () => (await fetch(server.url)).text());
        await recorded();

        const sent = ids(headers.at(-1));
        expect(sent.traceId, listed).to.equal(traceId);
        expect(sent.spanId).to.equal(invocation.work.trace?.spans[1]?.id);
      }
    });

    it('is sent by node:http where Node tells of requests in time', async () => {
      propagateTo(host);
      const invocation = anInvocation();

      await within(invocation, () => ask(server.url));

      await recorded();
      const sent = ids(headers[0]);
      expect(sent.traceId).to.equal(tellsOfCreation ? traceId : 'none');
      if (tellsOfCreation) expect(sent.spanId).to.equal(invocation.work.trace?.spans[1]?.id);
      else expect(invocation.work.trace?.spans[1]?.id).to.equal(undefined);
    });

    it('is not sent to other hosts, nor outside of a trace, nor over the app’s own', async () => {
      propagateTo(`${host}0`, 'localhost');
      await within(anInvocation(), () => fetch(server.url));
      propagateTo(host);
      await fetch(server.url);
      const own = { headers: { traceparent: 'own' } };
      await within(anInvocation(), () => fetch(server.url, own));
      await within(anInvocation(), () => ask(server.url, own));

      expect(headers).to.deep.equal([undefined, undefined, 'own', 'own']);
    });
  });
});

function abortable() {
  const controller = new AbortController();
  return { signal: controller.signal, abort: () => controller.abort() };
}
