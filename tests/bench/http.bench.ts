import { channel } from 'node:diagnostics_channel';
import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import { instrumentHttpClient } from '../../server/instruments/http-client/instrument-http-client';
import { instrumentHttpServer } from '../../server/instruments/http-server/instrument-http-server';
import type { ExpressApp } from '../../server/instruments/http-server/target';
import { createHost } from '../host/host';
import { benchRecorder } from './bench-recorder';
import type { BenchTable } from './bench-table';
import { budgets } from './budgets';
import { measureInTurns } from './measure-in-turns';

const requestsAtOnce = 20;
const requestsPerTurn = 500;

/**
 * What Radiant adds to a request to the app, all of express included, and to
 * one of the app's. There is no network: the figures are express' work and
 * ours. Every app of the process shares the classes that are hooked, so the
 * hooks go in and out with each turn. Node 20 takes several times as long for
 * express, and for the hooks in it, as Node 24 does; the budget is for Node 20.
 */
export async function run({ timeMs = 1_500 } = {}): Promise<readonly BenchTable[]> {
  const host = createHost({ version: '3.5', without: ['accounts-base'] });
  const app = host.WebApp.expressApp as unknown as ExpressApp;
  const router = host.WebApp.express.Router();
  router.get('/tasks/:id', (_req, res) => void res.emit('close'));
  host.WebApp.handlers.use('/api', router);
  const { recorder } = benchRecorder();
  async function many(one: () => unknown): Promise<void> {
    for (let sent = 0; sent < requestsPerTurn; sent += requestsAtOnce) {
      await Promise.all(Array.from({ length: requestsAtOnce }, one));
    }
  }

  const tables = [
    await measureInTurns(
      {
        title: 'request to the app',
        operations: requestsPerTurn,
        timeMs,
        budget: budgets.requestToApp,
      },
      {
        bare: () => many(() => answered(app)),
        'with Radiant': async () => {
          const target = { app, ownPaths: ['/_radiant'] };
          const undo = instrumentHttpServer(target, recorder, { acceptTraceparent: 'ids' });
          await many(() => answered(app));
          undo();
        },
      },
    ),
    await measureInTurns(
      {
        title: 'request of the app',
        operations: requestsPerTurn,
        timeMs,
        budget: budgets.requestOfApp,
      },
      {
        bare: () => many(told),
        'with Radiant': async () => {
          const undo = instrumentHttpClient(recorder, { propagateTo: [] });
          await many(told);
          undo();
        },
      },
    ),
  ];
  await host.close();
  return tables;
}

const socket = new Socket();

function answered(app: ExpressApp): Promise<void> {
  const request = new IncomingMessage(socket);
  request.method = 'GET';
  request.url = '/api/tasks/17';
  const response = new ServerResponse(request);
  return new Promise((resolve) => {
    response.once('close', resolve);
    app.handle(request, response);
  });
}

const created = channel('undici:request:create');
const answerBegun = channel('undici:request:headers');
const answerEnded = channel('undici:request:trailers');
const response = { statusCode: 200 };

/** What undici tells of one request. */
function told(): void {
  const request = { origin: 'https://api.example.com', method: 'GET', headers: [] };
  created.publish({ request });
  answerBegun.publish({ request, response });
  answerEnded.publish({ request });
}
