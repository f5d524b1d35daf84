import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { Session } from 'chdb';
import { httpServer } from './http-server';

/** What one request asked for; for tests that look at what is sent. */
export interface ClickhouseRequest {
  readonly sql: string;
  readonly search: URLSearchParams;
  readonly headers: IncomingMessage['headers'];
  /** Of the body, as it was sent. */
  readonly bytes: number;
}

export interface ClickhouseFront {
  /** Of its HTTP interface. */
  readonly url: string;
  /** Newest last. */
  readonly requests: ClickhouseRequest[];
  /** A statement, past the HTTP interface; answers what the engine says. */
  query(sql: string, format?: string): string;
  /** Answers the next requests in another way: return true when the answer is given. */
  intercept: ((request: ClickhouseRequest, response: ServerResponse) => boolean) | undefined;
  close(): Promise<void>;
}

/** Where Linux has one: on a disk, inserts and truncations take half as long again. */
const inMemory = '/dev/shm';

let session: Session | undefined;

/**
 * ClickHouse's own engine inside of this process, behind as much of its HTTP
 * interface as clients use: `query`, `database`, settings and `param_*` in the
 * address, gzipped bodies, errors with `X-ClickHouse-Exception-Code`.
 *
 * @throws {Error} where the engine cannot be loaded.
 */
export async function startClickhouse(): Promise<ClickhouseFront> {
  const engine = await engineOfThisProcess();
  const front: Pick<ClickhouseFront, 'requests' | 'intercept'> = {
    requests: [],
    intercept: undefined,
  };
  const server = await httpServer((request, response) => {
    void answer(engine, front, request, response);
  });
  return Object.assign(front, {
    url: server.url,
    query: (sql: string, format = 'JSONEachRow') => engine.query(sql, format),
    close: () => server.close(),
  });
}

/** The engine can be opened once in a process, so it stays open until the process ends. */
async function engineOfThisProcess(): Promise<Session> {
  if (session) return session;
  const chdb = await import('chdb');
  const folder = mkdtempSync(
    join(existsSync(inMemory) ? inMemory : tmpdir(), 'radiant-clickhouse-'),
  );
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
  session = new chdb.Session(folder);
  // What the tests hold is small: threads would only wait for each other, which took a third of the CPU time.
  for (const name of ['max_threads', 'max_insert_threads']) session.query(`SET ${name} = 1`);
  return session;
}

async function answer(
  engine: Session,
  front: Pick<ClickhouseFront, 'requests' | 'intercept'>,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  const raw = Buffer.concat(parts);
  const isZipped = request.headers['content-encoding'] === 'gzip';
  const body = (isZipped ? gunzipSync(raw) : raw).toString();
  const { searchParams: search } = new URL(request.url ?? '/', 'http://localhost');
  const query = search.get('query');
  const sql = query === null ? body : query;
  const asked = { sql, search, headers: request.headers, bytes: raw.length };
  front.requests.push(asked);
  if (front.intercept?.(asked, response)) return;
  run(engine, asked, query === null ? '' : body, response);
}

function run(
  engine: Session,
  { sql, search }: ClickhouseRequest,
  data: string,
  response: ServerResponse,
): void {
  try {
    const database = search.get('database');
    if (database) engine.query(`USE \`${database}\``);
    for (const [name, value] of search) {
      if (name.startsWith('param_')) engine.query(`SET ${name} = ${quoted(value)}`);
    }
    const format = search.get('default_format') ?? 'TabSeparated';
    response.end(engine.query(withSettings(sql, search) + (data && `\n${data}`), format));
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const code = /Code: (\d+)/.exec(message)?.[1] ?? '1002';
    response.writeHead(statusOf(code), { 'x-clickhouse-exception-code': code }).end(message);
  }
}

const notSettings = new Set(['query', 'database', 'default_format', 'wait_end_of_query']);

/** Settings of the address, put where they hold for this statement only. */
function withSettings(sql: string, search: URLSearchParams): string {
  const settings = [...search]
    .filter(([name]) => !notSettings.has(name) && !name.startsWith('param_'))
    .map(([name, value]) => `${name} = ${quoted(value)}`);
  if (settings.length === 0) return sql;
  const clause = `SETTINGS ${settings.join(', ')}`;
  if (/^\s*INSERT/i.test(sql)) return sql.replace(/\sFORMAT\s/i, ` ${clause} FORMAT `);
  return /^\s*(SELECT|WITH)/i.test(sql) ? `${sql}\n${clause}` : sql;
}

function quoted(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'").replaceAll('\0', '\\0')}'`;
}

/** As ClickHouse's HTTPHandler does it for the codes that matter here. */
function statusOf(code: string): number {
  if (['516', '193', '192'].includes(code)) return 403;
  if (['60', '81', '46'].includes(code)) return 404;
  if (['26', '27', '62', '117', '33', '41', '6'].includes(code)) return 400;
  return 500;
}
