import type { Wanted } from '../../data/read-address';

/** What is charted: all series with these values. */
type Some = Readonly<Record<string, string | undefined>>;

/** Operations by what they do and where; one value for the whole range. */
export function operationReads(collection: string | undefined) {
  const of = { by: ['collection', 'command'], dims: { collection } } as const;
  return {
    rate: { metric: 'db.duration', stat: 'rate', ...of },
    sum: { metric: 'db.duration', stat: 'sum', ...of },
    p50: { metric: 'db.duration', stat: 'p50', ...of },
    p95: { metric: 'db.duration', stat: 'p95', ...of },
    p99: { metric: 'db.duration', stat: 'p99', ...of },
    errors: { metric: 'db.errors', stat: 'rate', ...of },
  } as const satisfies Record<string, Wanted>;
}

export type OperationRead = keyof ReturnType<typeof operationReads>;

/** The same over time. */
export function operationChartReads(dims: Some) {
  const over = { dims, inSteps: true } as const;
  return {
    rate: { metric: 'db.duration', stat: 'rate', by: ['command'], ...over },
    p50: { metric: 'db.duration', stat: 'p50', ...over },
    p95: { metric: 'db.duration', stat: 'p95', ...over },
    p99: { metric: 'db.duration', stat: 'p99', ...over },
    spread: { metric: 'db.duration', stat: 'buckets', ...over },
    errors: { metric: 'db.errors', stat: 'rate', by: ['command'], ...over },
  } as const satisfies Record<string, Wanted>;
}

export type OperationChartRead = keyof ReturnType<typeof operationChartReads>;

/** Writes by collection, operation and who makes them; one value for the whole range. */
export function writeReads(collection: string | undefined) {
  const of = { by: ['collection', 'op', 'owner'], dims: { collection } } as const;
  return {
    count: { metric: 'mutation.count', stat: 'rate', ...of },
    docs: { metric: 'mutation.docs', stat: 'rate', ...of },
    errors: { metric: 'mutation.errors', stat: 'rate', ...of },
    p50: { metric: 'mutation.duration', stat: 'p50', ...of },
    p95: { metric: 'mutation.duration', stat: 'p95', ...of },
  } as const satisfies Record<string, Wanted>;
}

export type WriteRead = keyof ReturnType<typeof writeReads>;

/** Documents written over time, by who writes them. */
export function writeChartReads(dims: Some) {
  const over = { dims, inSteps: true } as const;
  return {
    docs: { metric: 'mutation.docs', stat: 'rate', by: ['owner'], ...over },
    p50: { metric: 'mutation.duration', stat: 'p50', ...over },
    p95: { metric: 'mutation.duration', stat: 'p95', ...over },
  } as const satisfies Record<string, Wanted>;
}

/** What streams delivered, by collection; one value for the whole range. */
export function streamReads(collection: string | undefined) {
  const of = { by: ['collection'], dims: { collection } } as const;
  return {
    entries: { metric: 'oplog.entries', stat: 'rate', ...of },
    skipped: { metric: 'oplog.skipped', stat: 'sum', ...of },
    oplogLag: { metric: 'oplog.lag', stat: 'p95', ...of },
    events: { metric: 'changeStream.events', stat: 'rate', ...of },
    streamLag: { metric: 'changeStream.lag', stat: 'p95', ...of },
    drivers: { metric: 'changeStream.drivers', stat: 'avg', ...of },
    restarts: { metric: 'changeStream.restarts', stat: 'sum', ...of },
    historyLost: { metric: 'changeStream.historyLost', stat: 'sum', ...of },
  } as const satisfies Record<string, Wanted>;
}

export type StreamRead = keyof ReturnType<typeof streamReads>;

/** The same over time, of all or one collection; the backlog is of the oplog as a whole. */
export function streamChartReads(dims: Some) {
  const over = { dims, inSteps: true } as const;
  return {
    oplogLag: { metric: 'oplog.lag', stat: 'p95', ...over },
    streamLag: { metric: 'changeStream.lag', stat: 'p95', ...over },
    entries: { metric: 'oplog.entries', stat: 'rate', ...over },
    events: { metric: 'changeStream.events', stat: 'rate', ...over },
    skipped: { metric: 'oplog.skipped', stat: 'sum', ...over },
    backlog: { metric: 'oplog.backlog', stat: 'max', inSteps: true },
  } as const satisfies Record<string, Wanted>;
}

const byPool = ['pool'] as const;

/** Pools of connections; one value for the whole range. */
export const poolReads = {
  size: { metric: 'db.pool.size', stat: 'avg', by: byPool },
  sizeMax: { metric: 'db.pool.size', stat: 'max', by: byPool },
  inUse: { metric: 'db.pool.inUse', stat: 'avg', by: byPool },
  inUseMax: { metric: 'db.pool.inUse', stat: 'max', by: byPool },
  waitingMax: { metric: 'db.pool.waiting', stat: 'max', by: byPool },
  checkoutP50: { metric: 'db.pool.checkout', stat: 'p50', by: byPool },
  checkoutP95: { metric: 'db.pool.checkout', stat: 'p95', by: byPool },
  failed: { metric: 'db.pool.checkoutFailed', stat: 'sum', by: byPool },
} as const satisfies Record<string, Wanted>;

export type PoolRead = keyof typeof poolReads;

/** Pools over time: the picked one, or all together. */
export function poolChartReads(dims: Some) {
  const over = { dims, inSteps: true } as const;
  return {
    size: { metric: 'db.pool.size', stat: 'avg', ...over },
    inUse: { metric: 'db.pool.inUse', stat: 'avg', ...over },
    waiting: { metric: 'db.pool.waiting', stat: 'avg', ...over },
    p50: { metric: 'db.pool.checkout', stat: 'p50', ...over },
    p95: { metric: 'db.pool.checkout', stat: 'p95', ...over },
  } as const satisfies Record<string, Wanted>;
}
