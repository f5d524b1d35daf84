import { request as httpRequest, type IncomingMessage, type RequestOptions } from 'node:http';
import type { ExpressApp } from '../../server/instruments/http-server/target';
import { createDynamics } from '../host/meteor/dynamics';
import { createMeteor } from '../host/meteor/meteor';
import type { HostVersion } from '../host/meteor/versions';
import { createWebApp, type WebAppPackage } from '../host/webapp/webapp';

export interface ListeningWebApp extends WebAppPackage {
  readonly url: string;
  readonly app: ExpressApp;
}

/** webapp alone, on a free port. */
export async function listeningWebApp(
  version: HostVersion,
  env: Record<string, string> = {},
): Promise<ListeningWebApp> {
  const Meteor = createMeteor({ version, dynamics: createDynamics(version), log: () => {} });
  const webapp = createWebApp({ version, Meteor, env });
  const url = `http://127.0.0.1:${await webapp.start(0)}`;
  return { ...webapp, url, app: webapp.WebApp.expressApp as unknown as ExpressApp };
}

/** Asks with `node:http`, by default on a connection of its own; resolves with status and body. */
export function ask(url: string, options: RequestOptions = {}, body?: string) {
  return new Promise<{ status: number; body: string }>((resolve, reject) => {
    const request = httpRequest(url, { agent: false, ...options }, (response) =>
      bodyOf(response).then(
        (text) => resolve({ status: response.statusCode ?? 0, body: text }),
        reject,
      ),
    );
    request.on('error', reject);
    request.end(body);
  });
}

async function bodyOf(response: IncomingMessage): Promise<string> {
  let body = '';
  for await (const chunk of response) body += chunk;
  return body;
}
