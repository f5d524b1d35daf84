import type { Drops } from '../../common/drops';
import type { MetricName } from '../../common/metrics';
import type { Stat } from '../../common/reader';
import type { HookState } from '../../common/status';
import { type LoadFigures, readLoadFigures } from './load-figures';
import type { Query, ReadParameters } from './query';
import { readTraceFigures, type TraceFigures } from './trace-figures';

/** Durations in milliseconds, sizes in bytes; absent where nothing was measured. */
export interface MethodFigures {
  readonly calls: number;
  /** Calls that failed by an error of the handler; not those the rate limiter refused. */
  readonly errors: number;
  readonly denied: number;
  readonly ratePerSecond: number;
  readonly p50: number | undefined;
  readonly p95: number | undefined;
  readonly p99: number | undefined;
  readonly queueP95: number | undefined;
  readonly fenceP95: number | undefined;
  readonly resultBytes: number;
}

export interface PublicationFigures {
  readonly subscribes: number;
  readonly reruns: number;
  readonly readyP95: number | undefined;
  /** Documents added before ready. */
  readonly docs: number;
  readonly bytes: number;
}

export interface ProcessFigures {
  readonly cpuMs: number;
  readonly cpuShare: number | undefined;
  readonly rssBytes: number | undefined;
  readonly heapUsedBytes: number | undefined;
  readonly eventLoopDelayP99: number | undefined;
  readonly eventLoopUtilization: number | undefined;
  readonly gcMs: number;
  readonly sessions: number | undefined;
}

export interface Figures {
  /** Calls by clients, by method. */
  readonly methods: Readonly<Record<string, MethodFigures>>;
  /** Calls by the server's own code, by method. */
  readonly serverCalls: Readonly<Record<string, MethodFigures>>;
  readonly publications: Readonly<Record<string, PublicationFigures>>;
  readonly load: LoadFigures;
  readonly process: ProcessFigures;
  readonly traces: readonly TraceFigures[];
  readonly hooks: Readonly<Record<string, HookState>>;
  readonly drops: Drops;
}

export interface Range {
  readonly from: number;
  readonly to?: number;
}

/** Reads everything the demo shows, over HTTP. */
export async function readFigures(query: Query, range: Range): Promise<Figures> {
  const [methods, serverCalls, publications, load, process, traces, status] = await Promise.all([
    readMethods(query, range, 'client'),
    readMethods(query, range, 'server'),
    readPublications(query, range),
    readLoadFigures(query, range),
    readProcess(query, range),
    readTraceFigures(query, range),
    query.status(),
  ]);
  const hooks = Object.entries(status.hooks).map(([name, { state }]) => [name, state] as const);
  return {
    methods,
    serverCalls,
    publications,
    load,
    process,
    traces,
    hooks: Object.fromEntries(hooks),
    drops: status.drops,
  };
}

type ByName = ReadonlyMap<string, number>;

async function readMethods(
  query: Query,
  range: Range,
  origin: 'client' | 'server',
): Promise<Record<string, MethodFigures>> {
  const read = (metric: MetricName, stat: Stat, outcome?: string) =>
    readByName(query, { ...range, metric, stat, dims: outcome ? { origin, outcome } : { origin } });
  const [calls, errors, denied, rate, p50, p95, p99, queueP95, fenceP95, bytes] = await Promise.all(
    [
      read('method.calls', 'sum'),
      read('method.calls', 'sum', 'error'),
      read('method.calls', 'sum', 'denied'),
      read('method.calls', 'rate'),
      read('method.duration', 'p50'),
      read('method.duration', 'p95'),
      read('method.duration', 'p99'),
      read('method.queue', 'p95'),
      read('method.fence', 'p95'),
      read('method.resultBytes', 'sum'),
    ],
  );
  return perName(calls, (name, count) => ({
    calls: count,
    errors: errors.get(name) ?? 0,
    denied: denied.get(name) ?? 0,
    ratePerSecond: rate.get(name) ?? 0,
    p50: p50.get(name),
    p95: p95.get(name),
    p99: p99.get(name),
    queueP95: queueP95.get(name),
    fenceP95: fenceP95.get(name),
    resultBytes: bytes.get(name) ?? 0,
  }));
}

async function readPublications(
  query: Query,
  range: Range,
): Promise<Record<string, PublicationFigures>> {
  const read = (metric: MetricName, stat: Stat) => readByName(query, { ...range, metric, stat });
  const [subscribes, reruns, readyP95, docs, bytes] = await Promise.all([
    read('publication.subscribes', 'sum'),
    read('publication.reruns', 'sum'),
    read('publication.ready', 'p95'),
    read('publication.initialDocs', 'sum'),
    read('publication.bytes', 'sum'),
  ]);
  return perName(subscribes, (name, count) => ({
    subscribes: count,
    reruns: reruns.get(name) ?? 0,
    readyP95: readyP95.get(name),
    docs: docs.get(name) ?? 0,
    bytes: bytes.get(name) ?? 0,
  }));
}

async function readProcess(query: Query, range: Range): Promise<ProcessFigures> {
  const read = (metric: MetricName, stat: Stat, dims?: Readonly<Record<string, string>>) =>
    readOne(query, { ...range, metric, stat, ...(dims ? { dims } : {}) });
  const [cpuMs, cpuShare, rss, heap, delay, utilization, gcMs, sessions] = await Promise.all([
    read('process.cpu', 'sum'),
    read('process.cpuShare', 'avg'),
    read('process.rss', 'max'),
    read('process.heapUsed', 'max'),
    read('process.eventLoopDelay', 'p99'),
    read('process.eventLoopUtilization', 'avg'),
    read('process.gc', 'sum'),
    read('ddp.sessions', 'max', { state: 'connected' }),
  ]);
  return {
    cpuMs: cpuMs ?? 0,
    cpuShare,
    rssBytes: rss,
    heapUsedBytes: heap,
    eventLoopDelayP99: delay,
    eventLoopUtilization: utilization,
    gcMs: gcMs ?? 0,
    sessions,
  };
}

async function readByName(query: Query, parameters: ReadParameters): Promise<ByName> {
  const { rows } = await query.read({ ...parameters, by: ['name'] });
  const values = new Map<string, number>();
  for (const { dims, points } of rows) {
    const value = points[0]?.[1];
    if (dims.name !== undefined && typeof value === 'number') values.set(dims.name, value);
  }
  return values;
}

async function readOne(query: Query, parameters: ReadParameters): Promise<number | undefined> {
  const { rows } = await query.read(parameters);
  const value = rows[0]?.points[0]?.[1];
  return typeof value === 'number' ? value : undefined;
}

function perName<Value>(
  counts: ByName,
  make: (name: string, count: number) => Value,
): Record<string, Value> {
  const names = [...counts].sort(([a], [b]) => a.localeCompare(b));
  return Object.fromEntries(names.map(([name, count]) => [name, make(name, count)]));
}
