import type express from 'express';
import { aFolder } from '../../support/a-folder';
import { writeDashboard } from '../../support/dashboard-files';
import { type HttpServer, httpServer } from '../../support/http-server';
import { aDashboard } from './a-dashboard';

/** Serves dashboards to the tests of one suite, one at a time, in an app that sets headers of its own. */
export function aServedDashboard(framework: typeof express) {
  const folder = aFolder();
  let server: HttpServer;
  let warnings: string[];

  beforeEach(() => writeDashboard(folder.path));
  afterEach(() => server.close());

  const ask = (path: string, init: RequestInit = {}) =>
    fetch(`${server.url}${path}`, { redirect: 'manual', ...init });

  return {
    async serve(given: Partial<Parameters<typeof aDashboard>[0]> = {}) {
      const made = aDashboard({ folder: folder.path, ...given });
      warnings = made.warnings;
      const app = framework();
      app.use((_request, response, next) => {
        response.setHeader('Content-Security-Policy', "default-src 'unsafe-inline'");
        response.setHeader('Content-Security-Policy-Report-Only', 'default-src *');
        response.setHeader('Access-Control-Allow-Origin', '*');
        next();
      });
      app.use('/_radiant', made.dashboard);
      server = await httpServer(app);
    },
    ask,
    signIn: (fields: Record<string, string>, headers: Record<string, string> = {}) =>
      ask('/_radiant/login', { method: 'POST', body: new URLSearchParams(fields), headers }),
    /** Where the files of the dashboard are. */
    folder,
    address: () => server.url,
    close: () => server.close(),
    /** What was warned of since it was served. */
    warnings: () => warnings,
  };
}
