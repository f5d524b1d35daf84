import type { FindingsReport, ObserversReport } from '../../common/load-report';
import type { MetricName } from '../../common/metrics';
import type { TraceOrder, TracesAnswer } from '../../common/read-traces';
import type { ReadAnswer, Stat } from '../../common/reader';
import type { Status } from '../../common/status';

/** The part of `fetch` that is used. */
export type Fetch = (
  url: string,
  init: { readonly headers: Readonly<Record<string, string>> },
) => Promise<{ readonly status: number; text(): Promise<string> }>;

export interface ReadParameters extends RangeParameters {
  readonly metric: MetricName;
  readonly stat: Stat;
  readonly by?: readonly string[];
  readonly dims?: Readonly<Record<string, string>>;
}

export interface RangeParameters {
  /** Epoch ms, or relative such as `-60s`. */
  readonly from: number | string;
  readonly to?: number;
}

export interface TracesParameters extends RangeParameters {
  readonly name?: string;
  readonly order: TraceOrder;
  readonly limit: number;
}

/** Radiant's query API, as anybody reads it over HTTP. */
export interface Query {
  read(parameters: ReadParameters): Promise<ReadAnswer>;
  observers(range: RangeParameters): Promise<ObserversReport>;
  findings(range: RangeParameters): Promise<FindingsReport>;
  traces(parameters: TracesParameters): Promise<TracesAnswer>;
  status(): Promise<Status>;
}

export interface QueryOptions {
  /** Address of the app, `http://host:port`. */
  readonly url: string;
  /** Needed unless the app runs in development on this machine. */
  readonly token?: string | undefined;
  readonly fetch?: Fetch;
}

export function createQuery({ url, token, fetch = globalThis.fetch }: QueryOptions): Query {
  const headers: Record<string, string> = token ? { authorization: `Bearer ${token}` } : {};

  async function get(path: string): Promise<unknown> {
    const response = await fetch(`${url}/_radiant/api/v1/${path}`, { headers });
    const text = await response.text();
    if (response.status === 200) return JSON.parse(text);
    throw new Error(`GET /_radiant/api/v1/${path} answered ${response.status}: ${text}`);
  }

  return {
    read: async (parameters) => (await get(`read?${searchOf(parameters)}`)) as ReadAnswer,
    observers: async (range) => (await get(`observers?${rangeOf(range)}`)) as ObserversReport,
    findings: async (range) => (await get(`findings?${rangeOf(range)}`)) as FindingsReport,
    traces: async (parameters) => (await get(`traces?${tracesOf(parameters)}`)) as TracesAnswer,
    status: async () => (await get('status')) as Status,
  };
}

function searchOf({ metric, stat, by, dims = {}, ...range }: ReadParameters): URLSearchParams {
  const search = new URLSearchParams({ metric, stat });
  for (const [name, value] of rangeOf(range)) search.set(name, value);
  if (by) search.set('by', by.join(','));
  for (const [name, value] of Object.entries(dims)) search.set(`dims.${name}`, value);
  return search;
}

function tracesOf({ name, order, limit, ...range }: TracesParameters): URLSearchParams {
  const search = rangeOf(range);
  search.set('order', order);
  search.set('limit', String(limit));
  if (name !== undefined) search.set('name', name);
  return search;
}

function rangeOf({ from, to }: RangeParameters): URLSearchParams {
  const search = new URLSearchParams({ from: String(from) });
  if (to !== undefined) search.set('to', String(to));
  return search;
}
