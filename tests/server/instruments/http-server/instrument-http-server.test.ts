import { Agent, request as httpRequest } from 'node:http';
import { connect } from 'node:net';
import { expect } from 'chai';
import type { NextFunction, Request, Response } from 'express';
import type { HttpServerSample } from '../../../../common/sample';
import type { WorkStart } from '../../../../common/tracer';
import { instrumentHttpServer } from '../../../../server/instruments/http-server/instrument-http-server';
import type { HttpServerOptions } from '../../../../server/instruments/http-server/target';
import { expressOf } from '../../../host/webapp/express-app';
import { describeInstrument } from '../../../support/describe-instrument';
import { fakeRecorder } from '../../../support/fake-recorder';
import { hostVersions } from '../../../support/host-versions';
import { eventually } from '../../../support/mongo-targets';
import { ask, type ListeningWebApp, listeningWebApp } from '../../../support/web-app';

for (const version of hostVersions) {
  describe(`instrumentHttpServer on Meteor ${version}`, () => {
    let web: ListeningWebApp;
    let record: ReturnType<typeof fakeRecorder>;

    beforeEach(async () => {
      web = await listeningWebApp(version);
      record = fakeRecorder();
    });
    afterEach(() => web.close());

    const install = (options: Partial<HttpServerOptions> = {}, ownPaths = ['/_radiant']) =>
      instrumentHttpServer({ app: web.app, ownPaths }, record.recorder, {
        acceptTraceparent: 'ids',
        ...options,
      });
    const all = () =>
      record.samples.filter((sample): sample is HttpServerSample => sample.kind === 'http.server');
    async function recorded(count = 1): Promise<HttpServerSample[]> {
      await eventually(() => all().length >= count);
      return all();
    }
    async function routeOf(path: string, init?: { method?: string }): Promise<string> {
      const before = all().length;
      await ask(`${web.url}${path}`, init);
      const sample = (await recorded(before + 1))[before];
      return sample ? `${sample.method} ${sample.route}` : 'none';
    }

    describeInstrument('httpServer', {
      makeTarget: () => listeningWebApp(version),
      install: ({ app }, recorder) =>
        instrumentHttpServer({ app, ownPaths: [] }, recorder, { acceptTraceparent: 'ids' }),
      touched({ app }) {
        const router = app._router ?? app.router;
        const layer = router?.stack[0];
        return {
          app,
          router: router as object,
          'router’s class': Object.getPrototypeOf(router),
          'router’s class of classes': Object.getPrototypeOf(Object.getPrototypeOf(router)),
          'layer’s class': Object.getPrototypeOf(layer),
        };
      },
      exercise: async ({ url, WebApp }) => {
        WebApp.handlers.use('/some', (_req: Request, res: Response) => void res.end());
        await ask(`${url}/some`);
        await ask(`${url}/thing`);
      },
      dispose: (target) => target.close(),
    });

    it('records method, route, status, time and sizes', async () => {
      install();
      web.WebApp.handlers.post('/tasks/:id', (req, res) => {
        req.resume();
        req.on('end', () => {
          record.tick(25);
          res.status(201).end('x'.repeat(1_000));
        });
      });

      await ask(
        `${web.url}/tasks/17`,
        { method: 'POST', headers: { 'content-length': 5 } },
        'hello',
      );

      const [sample] = await recorded();
      expect(sample).to.deep.include({
        kind: 'http.server',
        method: 'POST',
        route: '/tasks/:id',
        status: '201',
        durationMs: 25,
        requestBytes: 5,
        cpuMs: 0,
      });
      expect(sample?.responseBytes).to.be.within(1_050, 1_400);
    });

    it('knows no size of a body without a length', async () => {
      install();
      web.WebApp.handlers.post('/chunks', (req, res) => {
        req.resume().on('end', () => res.end());
      });

      await ask(
        `${web.url}/chunks`,
        { method: 'POST', headers: { 'transfer-encoding': 'chunked' } },
        'hello',
      );
      await ask(`${web.url}/`);

      const samples = await recorded(2);
      expect(samples.map(({ requestBytes }) => requestBytes)).to.deep.equal([undefined, undefined]);
    });

    it('tells the answers on one connection apart', async () => {
      install();
      web.WebApp.handlers.get('/bytes/:count', (req, res) => {
        res.end('x'.repeat(Number(req.params.count)));
      });
      const agent = new Agent({ keepAlive: true, maxSockets: 1 });

      for (const count of [100_000, 10, 50_000]) await ask(`${web.url}/bytes/${count}`, { agent });
      agent.destroy();

      const sizes = (await recorded(3)).map(({ responseBytes = 0 }) => responseBytes);
      expect(sizes[0]).to.be.within(100_000, 100_400);
      expect(sizes[1]).to.be.within(10, 410);
      expect(sizes[2]).to.be.within(50_000, 50_400);
    });

    it('does not guess the size of answers to requests that were sent before the last was answered', async () => {
      install();
      web.WebApp.handlers.get('/slow', (_req, res) => void setTimeout(() => res.end('x'), 20));
      const line = 'GET /slow HTTP/1.1\r\nHost: a\r\n\r\n';
      const socket = connect(Number(new URL(web.url).port), '127.0.0.1');

      socket.write(line + line);

      const samples = await recorded(2);
      socket.destroy();
      expect(samples[0]?.responseBytes).to.be.within(50, 500);
      expect(samples[1]?.responseBytes).to.equal(undefined);
    });

    it('records a stream when its last byte is out', async () => {
      install();
      web.WebApp.handlers.get('/stream', (_req, res) => {
        res.write('a');
        setTimeout(() => {
          record.tick(500);
          res.end('b');
        }, 20);
      });

      const { body } = await ask(`${web.url}/stream`);

      expect(body).to.equal('ab');
      expect((await recorded())[0]?.durationMs).to.equal(500);
    });

    it('books the synchronous time of what answers, after waiting too', async () => {
      install();
      web.WebApp.handlers.use((_req: Request, _res: Response, next: NextFunction) => {
        record.tick(3);
        setTimeout(() => {
          record.tick(100);
          next();
        }, 5);
      });
      web.WebApp.handlers.get('/busy', (_req, res) => {
        record.tick(4);
        res.end();
      });

      await ask(`${web.url}/busy`);

      expect((await recorded())[0]).to.include({ cpuMs: 7, durationMs: 107 });
    });

    it('records a client that went away', async () => {
      install();
      let arrived = false;
      web.WebApp.handlers.get('/long/:id', () => {
        arrived = true;
      });
      const request = httpRequest(`${web.url}/long/1`).on('error', () => {});
      request.end();
      await eventually(() => arrived);

      request.destroy();

      expect((await recorded())[0]).to.include({ route: '/long/:id', status: 'aborted' });
    });

    it('records a client that went away in the middle of the answer', async () => {
      install();
      web.WebApp.handlers.get('/half', (_req, res) => void res.write('x'));
      const request = httpRequest(`${web.url}/half`, (response) => {
        response.on('data', () => request.destroy()).on('error', () => {});
      });
      request.on('error', () => {}).end();

      expect((await recorded())[0]).to.include({ route: '/half', status: 'aborted' });
    });

    it('leaves Radiant’s own paths out, and nothing else', async () => {
      install({}, ['/app/_radiant', '/_radiant']);

      for (const path of [
        '/_radiant',
        '/_radiant/api/v1/read?x=1',
        '/_radiant?x',
        '/app/_radiant/x',
      ]) {
        await ask(`${web.url}${path}`);
      }
      for (const path of ['/_radiantly', '/x/_radiant']) await ask(`${web.url}${path}`);

      expect(await recorded(2)).to.have.length(2);
    });

    it('is asked before all raw handlers, however late it comes', async () => {
      web.WebApp.rawHandlers.use((_req: Request, res: Response) => {
        record.tick(9);
        res.end('first');
      });
      install();

      const { body } = await ask(web.url);

      expect(body).to.equal('first');
      expect((await recorded())[0]).to.include({ durationMs: 9, route: '<middleware>' });
    });

    it('counts what is still open as lost when it is taken out', async () => {
      const undo = install();
      let finish: (() => void) | undefined;
      web.WebApp.handlers.get('/open', (_req, res) => {
        finish = () => res.end('late');
      });
      const answer = ask(`${web.url}/open`);
      await eventually(() => finish !== undefined);

      undo();
      finish?.();

      expect(record.drops).to.deep.equal({ unfinished: 1 });
      expect((await answer).body).to.equal('late');
      expect(all()).to.deep.equal([]);
    });

    describe('names', () => {
      beforeEach(() => void install());

      it('are patterns of routes', async () => {
        const { handlers, express } = web.WebApp;
        const answer = (_req: Request, res: Response) => void res.end();
        const router = express.Router();
        const inner = express.Router();
        inner.get('/comments/:comment', answer);
        inner.get('/', answer);
        router.use('/posts/:post', inner);
        router.get('/plain', answer);
        handlers.use('/api/:version', router);
        handlers.use('/hook', answer);
        handlers.use(['/one', '/two'], answer);
        handlers.get(/^\/files\/.+\.pdf$/, answer);
        handlers.all('/any', answer);
        handlers.get('/', answer);

        const asked = {
          '/api/v1/posts/8/comments/9?x=1': 'GET /api/:version/posts/:post/comments/:comment',
          '/api/v2/posts/77/': 'GET /api/:version/posts/:post',
          '/api/v2/posts/77': 'GET /api/:version/posts/:post',
          '/api/v1/plain': 'GET /api/:version/plain',
          '/hook/secret-token/8': 'GET /hook',
          '/one/1': 'GET /one,/two',
          '/two': 'GET /one,/two',
          '/files/me.pdf': 'GET /^\\/files\\/.+\\.pdf$/',
          '/any': 'GET /any',
          '/': 'GET /',
        };
        const names: Record<string, string> = {};
        for (const path of Object.keys(asked)) names[path] = await routeOf(path);

        expect(names).to.deep.equal(asked);
      });

      it('are of what answered, not of what let it through', async () => {
        const { handlers, express } = web.WebApp;
        const pass = (_req: Request, _res: Response, next: NextFunction) => next();
        handlers.all(/.*/, pass);
        handlers.use('/api', express.Router().get('/tasks/:id', pass));
        handlers.get('/api/tasks/:id', pass);
        handlers.get('/api/:what/:id', (_req, res) => void res.end());

        expect(await routeOf('/api/tasks/1')).to.equal('GET /api/:what/:id');
        expect(await routeOf('/page')).to.equal('GET <app>');
      });

      it('are categories of webapp where there is no pattern', async () => {
        const file = { content: 'body{}', type: 'css' } as const;
        web.WebAppInternals.staticFilesByArch['web.browser'] = { '/app.css': file };
        web.WebApp.handlers.use((req: Request, res: Response, next: NextFunction) => {
          if (req.url === '/mine') res.end();
          else next();
        });

        expect(await routeOf('/app.css')).to.equal('GET <static>');
        expect(await routeOf('/some/page')).to.equal('GET <app>');
        expect(await routeOf('/some/page', { method: 'POST' })).to.equal('POST <app>');
        expect(await routeOf('/favicon.ico')).to.equal('GET <not found>');
        expect(await routeOf('/mine')).to.equal('GET <middleware>');
      });

      it('stay few, whatever is asked for', async function () {
        this.timeout(60_000);
        web.WebApp.handlers.get('/things/:id', (_req, res) => void res.end());
        web.WebApp.handlers.use('/hooks/:token', (_req: Request, res: Response) => void res.end());
        const agent = new Agent({ keepAlive: true, maxSockets: 16 });
        const prefixes = ['/things/', '/hooks/', '/hooks/a/', '/', '/%', '//', '/__proto__/'];
        const count = 700;

        for (let at = 0; at < count; at += 50) {
          await Promise.all(
            Array.from({ length: 50 }, (_, i) => {
              const prefix = prefixes[(at + i) % prefixes.length];
              return ask(`${web.url}${prefix}${Math.random().toString(36).slice(2)}`, { agent });
            }),
          );
        }
        agent.destroy();

        const names = new Set((await recorded(count)).map(({ route }) => route));
        const known = ['/things/:id', '/hooks/:token', '<app>', '<not found>', '<middleware>'];
        expect(known).to.include.members([...names]);
        expect(record.failures).to.deep.equal([]);
      });

      it('are known of a copy of express that the app brings', async () => {
        const theirs = expressOf(version === '3.0.4' ? '3.5' : '3.0.4');
        const app = theirs();
        const router = theirs.Router();
        router.get('/items/:id', (_req, res) => void res.end());
        app.use('/shops/:shop', router);
        app.get('/plain/:id', (_req, res) => void res.end());
        app.get('/pass/:id', (_req, _res, next) => next());
        web.WebApp.handlers.use('/api', app);

        const first = await routeOf('/api/shops/1/items/2');
        const second = await routeOf('/api/shops/3/items/4');

        expect(first).to.equal('GET /api/*/items/:id');
        expect(second).to.equal('GET /api/shops/:shop/items/:id');
        expect(await routeOf('/api/plain/9')).to.equal('GET /api/plain/:id');
        expect(await routeOf('/api/pass/9')).to.equal('GET <app>');
      });

      it('fold unusual methods', async () => {
        expect(await routeOf('/x', { method: 'PROPFIND' })).to.equal('_OTHER <app>');
      });

      it('are known to what runs inside', async () => {
        const seen: Array<string | undefined> = [];
        const see = () => seen.push(record.recorder.context.current()?.name);
        const router = web.WebApp.express.Router();
        router.get('/items/:id', async (_req, res) => {
          await null;
          see();
          res.end();
        });
        web.WebApp.handlers.use('/shop', router);

        await ask(`${web.url}/shop/items/3`);

        expect(seen).to.deep.equal(['GET /shop/items/:id']);
      });
    });

    it('names routes below the path of ROOT_URL without it', async () => {
      await web.close();
      web = await listeningWebApp(version, { ROOT_URL: 'http://localhost/some/app' });
      install();
      web.WebApp.handlers.get('/tasks/:id', (_req, res) => void res.end());

      expect(await routeOf('/some/app/tasks/1')).to.equal('GET /tasks/:id');
      expect(await routeOf('/other')).to.equal('GET <not found>');
    });

    it('says what was mounted before it without the values in it', async () => {
      const answer = (_req: Request, res: Response) => void res.end();
      web.WebApp.handlers.use('/teams/:team', web.WebApp.express.Router().get('/x/:y', answer));
      web.WebApp.handlers.use(/^\/u\d+/, answer);
      install();

      const teams = await routeOf('/teams/4711/x/1');
      const again = await routeOf('/teams/other/x/1');
      const pattern = await routeOf('/u123');

      expect([teams, again]).to.deep.equal(['GET /teams/:team/x/:y', 'GET /teams/:team/x/:y']);
      expect(pattern).not.to.contain('123');
    });

    describe('errors', () => {
      const thrown = new Error('thrown');
      const fault = Object.assign(new Error('bad'), { status: 400 });
      const told = () =>
        record.sightings.map(({ source, name, error }) => ({ source, name, error }));

      beforeEach(() => {
        install();
        web.WebApp.expressApp.set('env', 'test'); // express does not log then
      });

      it('that are thrown are told, with the route', async () => {
        web.WebApp.handlers.get('/throws/:id', () => {
          throw thrown;
        });

        const { status } = await ask(`${web.url}/throws/1`);

        expect(status).to.equal(500);
        expect((await recorded())[0]).to.include({ route: '/throws/:id', status: '500' });
        expect(told()).to.deep.equal([{ source: 'http', name: 'GET /throws/:id', error: thrown }]);
        expect(record.sightings[0]?.error).to.equal(thrown);
        expect(record.sightings[0]?.invocation?.kind).to.equal('http');
      });

      it('that are passed to next are told, in a router of the app’s too', async () => {
        const router = web.WebApp.express.Router();
        router.get('/later', (_req, _res, next) => void setTimeout(() => next(thrown), 5));
        web.WebApp.handlers.use('/api', router);

        await ask(`${web.url}/api/later`);

        await recorded();
        expect(told()).to.deep.equal([{ source: 'http', name: 'GET /api/later', error: thrown }]);
      });

      it('that the app answers for with 500 are told', async () => {
        web.WebApp.handlers.get('/handled', (_req, _res, next) => next(thrown));
        web.WebApp.handlers.use(
          (_error: unknown, _req: Request, res: Response, _next: NextFunction) =>
            void res.status(503).end('sorry'),
        );

        const { body } = await ask(`${web.url}/handled`);

        expect(body).to.equal('sorry');
        expect((await recorded())[0]).to.include({ route: '/handled', status: '503' });
        expect(told()).to.deep.equal([{ source: 'http', name: 'GET /handled', error: thrown }]);
      });

      it('that are the client’s, or were recovered from, are not told', async () => {
        web.WebApp.handlers.get('/fault', (_req, _res, next) => next(fault));
        web.WebApp.handlers.get('/recovers', (_req, _res, next) => next(thrown));
        web.WebApp.handlers.use(
          (error: unknown, _req: Request, _res: Response, next: NextFunction) =>
            next(error === thrown ? undefined : error),
        );
        web.WebApp.handlers.get('/recovers', (_req, res) => void res.status(500).end());

        const { status } = await ask(`${web.url}/fault`);
        await ask(`${web.url}/recovers`);

        await recorded(2);
        expect(status).to.equal(400);
        expect(told()).to.deep.equal([]);
      });

      it('that come when the client has gone are told', async () => {
        let go: (() => void) | undefined;
        web.WebApp.handlers.get('/gone', (_req, _res, next) => {
          go = () => next(thrown);
        });
        const request = httpRequest(`${web.url}/gone`).on('error', () => {});
        request.end();
        await eventually(() => go !== undefined);
        request.destroy();
        await recorded();

        go?.();

        await eventually(() => record.sightings.length > 0);
        expect(told()).to.deep.equal([{ source: 'http', name: 'GET /gone', error: thrown }]);
      });
    });

    it('keeps what many requests do at once apart, behind a parser of bodies too', async () => {
      install();
      const seen = new Map<string, string[]>();
      web.WebApp.handlers.use(web.WebApp.express.json());
      web.WebApp.handlers.post('/books/:id', async (req, res) => {
        const current = record.recorder.context.current();
        const at = record.recorder.now();
        current?.work.begin('db', at);
        await new Promise((resolve) => setTimeout(resolve, Math.random() * 10));
        const { id } = req.params;
        const same = record.recorder.context.current() === current && req.body.id === id;
        seen.set(id ?? '', [current?.name ?? '', String(same)]);
        res.end();
      });
      const agent = new Agent({ keepAlive: true, maxSockets: 8 });
      const headers = { 'content-type': 'application/json' };

      await Promise.all(
        Array.from({ length: 40 }, (_, id) =>
          ask(`${web.url}/books/${id}`, { method: 'POST', headers, agent }, `{"id":"${id}"}`),
        ),
      );
      agent.destroy();

      expect(seen.size).to.equal(40);
      expect(new Set([...seen.values()].map(String))).to.deep.equal(
        new Set(['POST /books/:id,true']),
      );
    });

    it('does not keep a request alive for what it started', async () => {
      install();
      let held: unknown;
      web.WebApp.handlers.get('/starts', (_req, res) => {
        held = record.recorder.context.current();
        res.end();
      });

      await ask(`${web.url}/starts`);

      await recorded();
      expect(held).to.include({ name: 'GET /starts', ended: true, message: undefined });
    });

    it('changes nothing about requests and answers but a listener', async () => {
      const keys: string[][] = [];
      web.WebApp.handlers.use((req: Request, res: Response) => {
        keys.push([...Reflect.ownKeys(req), ...Reflect.ownKeys(res)].map(String));
        res.end();
      });
      await ask(web.url);
      install();

      await ask(web.url);

      expect(keys[1]).to.deep.equal(keys[0]);
    });

    describe('traceparent', () => {
      const header = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01';
      const ids = { traceId: header.slice(3, 35), spanId: header.slice(36, 52) };

      async function remoteOf(
        acceptTraceparent: HttpServerOptions['acceptTraceparent'],
        sent = header,
      ) {
        const starts: WorkStart[] = [];
        const { traces } = record.recorder;
        const begin = (start: WorkStart) => {
          starts.push(start);
          return traces.begin(start);
        };
        instrumentHttpServer(
          { app: web.app, ownPaths: [] },
          { ...record.recorder, traces: { ...traces, begin } },
          { acceptTraceparent },
        );
        await ask(web.url, { headers: { traceparent: sent } });
        await recorded();
        return starts[0]?.remote;
      }

      it('gives the ids, and does not let strangers have traces kept', async () => {
        expect(await remoteOf('ids')).to.deep.equal({ ...ids, sampled: false });
      });

      it('gives the wish too where it is wanted', async () => {
        expect(await remoteOf('sampled')).to.deep.equal({ ...ids, sampled: true });
      });

      it('is ignored where it is not wanted, or malformed', async () => {
        expect(await remoteOf('never')).to.equal(undefined);
        expect(await remoteOf('sampled', `${header}x`)).to.equal(undefined);
      });
    });
  });
}
