import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { httpFailure, noAnswer } from '../../../common/http-failure';
import { inSlices, type Sliced } from '../../../common/in-slices';
import { RetryableError } from '../../../common/sink';
import { ClickhouseError, isRefusedData, saidBy } from './failure';
import { eachJsonLine } from './json-lines';
import { type Parameters, parameterText } from './parameters';

export interface ClickhouseAddress {
  readonly url: string;
  readonly username?: string | undefined;
  readonly password?: string | undefined;
}

/** Settings and parameters of one request. */
type Search = Readonly<Record<string, string>>;

/** ClickHouse's HTTP interface, as far as it is needed. */
export interface Clickhouse {
  /** A statement that answers nothing; `{name:Type}` in it stand for parameters. */
  run(sql: string, parameters?: Parameters): Promise<void>;
  /** The rows of a query. */
  rows<Row>(sql: string, parameters?: Parameters, signal?: AbortSignal): Promise<Row[]>;
  /** The same, but hands the rows on one by one as they come, for answers without a limit. */
  each<Row>(sql: string, take: (row: Row) => void, parameters?: Parameters): Promise<void>;
  /** Inserts rows, given as lines of JSON. */
  insert(table: string, lines: Uint8Array, settings: Search, signal: AbortSignal): Promise<void>;
}

const compress = promisify(gzip);
const backend = 'ClickHouse';
const readTimeoutMs = 30_000;
/** Statements for a cluster wait for all of its servers. */
const statementTimeoutMs = 120_000;

/**
 * Answers must be plain numbers, and a failure must not come behind a status of
 * 200. Where rows may be there twice (`FINAL`), indexes still help.
 */
const readSettings: Search = {
  default_format: 'JSONEachRow',
  output_format_json_quote_64bit_integers: '0',
  max_execution_time: String(readTimeoutMs / 1_000),
  wait_end_of_query: '1',
  use_skip_indexes_if_final: '1',
};

/**
 * Talks to ClickHouse. Every failure is a {@link ClickhouseError} or what
 * `httpFailure` and `noAnswer` make of it; none names address, user or password.
 */
export function clickhouse(address: ClickhouseAddress, wallNow: () => number): Clickhouse {
  const { url, username, password } = address;
  const headers = {
    ...(username === undefined ? {} : { 'x-clickhouse-user': username }),
    ...(password === undefined ? {} : { 'x-clickhouse-key': password }),
  };

  async function send(search: Search, init: RequestInit): Promise<Response> {
    const target = new URL(url);
    for (const [name, value] of Object.entries(search)) target.searchParams.set(name, value);
    const response = await answered(target, {
      method: 'POST',
      redirect: 'manual',
      ...init,
      headers: { ...headers, ...init.headers },
    });
    if (!response.ok) throw failureOf(response, await textOf(response), wallNow());
    return response;
  }

  const request = async (search: Search, init: RequestInit) => textOf(await send(search, init));

  return {
    async run(sql, parameters = {}) {
      const signal = AbortSignal.timeout(statementTimeoutMs);
      const search = { wait_end_of_query: '1', ...parameterSearch(parameters) };
      await request(search, { body: sql, signal });
    },
    async rows<Row>(sql: string, parameters: Parameters = {}, signal?: AbortSignal) {
      const search = { ...readSettings, ...parameterSearch(parameters) };
      const text = await request(search, {
        body: sql,
        signal: signal ?? AbortSignal.timeout(readTimeoutMs),
      });
      return inSlices(parsed<Row>(text));
    },
    async each<Row>(sql: string, take: (row: Row) => void, parameters: Parameters = {}) {
      const search = { ...readSettings, ...parameterSearch(parameters) };
      const signal = AbortSignal.timeout(readTimeoutMs);
      const { body } = await send(search, { body: sql, signal });
      if (body) await eachJsonLine(received(body), take);
    },
    async insert(table, lines, settings, signal) {
      const query = `INSERT INTO ${table} FORMAT JSONEachRow`;
      await request(
        { query, wait_end_of_query: '1', ...settings },
        {
          body: (await compress(lines)) as NonNullable<RequestInit['body']>,
          headers: { 'content-encoding': 'gzip', 'content-type': 'application/x-ndjson' },
          signal,
        },
      );
    },
  };
}

function* parsed<Row>(lines: string): Sliced<Row[]> {
  const rows: Row[] = [];
  let start = 0;
  for (let end = lines.indexOf('\n'); end >= 0; end = lines.indexOf('\n', start)) {
    rows.push(JSON.parse(lines.slice(start, end)));
    start = end + 1;
    yield;
  }
  if (start < lines.length) rows.push(JSON.parse(lines.slice(start)));
  return rows;
}

function parameterSearch(parameters: Parameters): Search {
  const pairs = Object.entries(parameters);
  return Object.fromEntries(
    pairs.map(([name, value]) => [`param_${name}`, parameterText(value)] as const),
  );
}

async function answered(target: URL, init: RequestInit): Promise<Response> {
  try {
    return await fetch(target, init);
  } catch (error) {
    throw noAnswer(backend, error);
  }
}

async function* received(body: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, void> {
  try {
    yield* body;
  } catch (error) {
    throw noAnswer(backend, error);
  }
}

async function textOf(response: Response): Promise<string> {
  try {
    return await response.text();
  } catch (error) {
    throw noAnswer(backend, error);
  }
}

/**
 * ClickHouse says 500 for much that will not change, and 403 or 404 for much
 * that somebody will put right: a password, a right, a table. So only data it
 * cannot read are refused for good.
 */
function failureOf({ status, headers }: Response, text: string, wallNow: number): Error {
  const code = Number(headers.get('x-clickhouse-exception-code') ?? Number.NaN);
  if (!Number.isInteger(code)) {
    return httpFailure(backend, { status, retryAfter: headers.get('retry-after') }, wallNow);
  }
  const message = `${backend} answered ${status}: ${saidBy(code, text)}`;
  if (isRefusedData(code)) return new Error(message);
  return new RetryableError(message, { cause: new ClickhouseError(code) });
}
