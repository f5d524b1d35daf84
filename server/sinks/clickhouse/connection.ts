import { RetryableError } from '../../../common/sink';
import type { Clickhouse } from './client';
import { isMissing } from './failure';
import { migrate } from './migrations';
import type { SchemaOptions } from './schema';
import { takesAsyncInserts } from './version';

/** What the server is like, once it is known. */
export interface Server {
  /** Whether gathered inserts are stored once. */
  readonly takesAsyncInserts: boolean;
}

/** Does `work` once the tables are there; `signal` calls off the wait for them. */
export type Connection = <T>(
  work: (server: Server) => Promise<T>,
  signal?: AbortSignal,
) => Promise<T>;

/**
 * Makes or updates the tables at the first work, and again at the next one
 * where that failed; all of them where work found that one is missing.
 */
export function createConnection(client: Clickhouse, schema: SchemaOptions): Connection {
  let ready: Promise<Server> | undefined;
  let repair = false;

  async function prepare(): Promise<Server> {
    await migrate(client, schema, { repair });
    repair = false;
    return { takesAsyncInserts: await takesAsyncInserts(client) };
  }

  async function readied(): Promise<Server> {
    ready ??= prepare();
    try {
      return await ready;
    } catch (error) {
      ready = undefined;
      throw error;
    }
  }

  return async (work, signal) => {
    const server = await (signal ? unlessAborted(readied(), signal) : readied());
    try {
      return await work(server);
    } catch (error) {
      if (isMissing(error)) {
        ready = undefined;
        repair = true;
      }
      throw error;
    }
  };
}

function unlessAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const give = () => reject(new RetryableError('ClickHouse has not made its tables yet'));
    if (signal.aborted) give();
    signal.addEventListener('abort', give, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', give));
  });
}
