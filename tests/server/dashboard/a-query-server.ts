import type { QueryApiParts } from '../../../server/dashboard/query-api';
import { type HttpServer, httpServer } from '../../support/http-server';
import { aQueryApi } from './a-query-api';

/** Serves query APIs to the tests of one suite, one at a time, and ends each with its test. */
export function aQueryServer() {
  let server: HttpServer | undefined;
  let warnings: string[] = [];
  let nexts = 0;

  afterEach(async () => {
    await server?.close();
    server = undefined;
  });

  return {
    /** Returns the address it is served at. */
    async start(parts: Partial<QueryApiParts> = {}): Promise<string> {
      warnings = [];
      nexts = 0;
      const api = aQueryApi({ warn: (message) => warnings.push(message), ...parts });
      server = await httpServer((request, response) =>
        api(request, response, () => {
          nexts += 1;
        }),
      );
      return server.url;
    },
    /** What was warned of since the start. */
    warnings: () => warnings,
    /** How many requests were handed on since the start. */
    nexts: () => nexts,
  };
}

/** The error that an answer tells of. */
export async function errorOf(response: Response): Promise<{ code: string; message: string }> {
  return ((await response.json()) as { error: { code: string; message: string } }).error;
}
