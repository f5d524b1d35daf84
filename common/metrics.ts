/**
 * Every metric Radiant knows: its kind, unit, dimensions and meaning. The one
 * place to look a number up; readers, exporters and the dashboard take names,
 * units and help texts from here. It is one table, and so longer than other files.
 */

/** What one unit of a value is. Ratios run from 0 to 1. */
export type Unit = 'ms' | 'bytes' | 'count' | 'ratio';

export type MetricKind = 'counter' | 'gauge' | 'histogram';

/**
 * The grid a histogram's values are counted on (`common/histogram.ts`):
 * `duration` up to 34 minutes by the microsecond, `lifetime` up to 24 days by
 * the millisecond, `size` whole numbers up to 2^31 - 1.
 */
export type Grid = 'duration' | 'lifetime' | 'size';

export interface MetricDefinition {
  readonly kind: MetricKind;
  readonly unit: Unit;
  /** Names of the dimensions every series of the metric has. */
  readonly dims: readonly string[];
  /** Present on histograms only. */
  readonly grid?: Grid;
  /** One sentence: what is counted, or from when to when a duration runs. */
  readonly help: string;
}

const counter = (dims: readonly string[], help: string, unit: Unit = 'count') =>
  ({ kind: 'counter', unit, dims, help }) as const;
const gauge = (dims: readonly string[], help: string, unit: Unit = 'count') =>
  ({ kind: 'gauge', unit, dims, help }) as const;
const duration = (dims: readonly string[], help: string) =>
  ({ kind: 'histogram', unit: 'ms', grid: 'duration', dims, help }) as const;
const lifetime = (dims: readonly string[], help: string) =>
  ({ kind: 'histogram', unit: 'ms', grid: 'lifetime', dims, help }) as const;
const size = (dims: readonly string[], help: string, unit: Unit = 'count') =>
  ({ kind: 'histogram', unit, grid: 'size', dims, help }) as const;

const method = ['name', 'origin'] as const;
const publication = ['name'] as const;
const stream = ['collection'] as const;
const mutation = ['collection', 'op', 'owner'] as const;

export const metrics = {
  'method.calls': counter(
    [...method, 'outcome'],
    'Method calls that ended; outcome is ok, error, denied (rate limit) or unknown (no such method).',
  ),
  'method.inFlight': gauge(method, 'Method calls that have started and not ended yet.'),
  'method.duration': duration(
    [...method, 'outcome'],
    'From the receipt of the call to its result being sent; for calls by the server, to the end of the handler.',
  ),
  'method.queue': duration(
    method,
    'From the receipt of the call to its start, behind earlier messages of the same session.',
  ),
  'method.run': duration(method, 'From the start of the handler to its settlement.'),
  'method.fence': duration(
    method,
    'From the settlement of the handler until all its writes had reached the observers and "updated" was sent.',
  ),
  'method.resultBytes': size(method, 'Size of the result message on the wire.', 'bytes'),
  'method.cpu': duration(
    method,
    "Synchronous time of the call's own code: a lower bound of its CPU time, as code after the first await is not seen.",
  ),
  'method.db': duration(
    method,
    'While at least one database operation of the call was under way; absent for calls without any.',
  ),
  'method.http': duration(
    method,
    'While at least one outgoing HTTP request of the call was under way; absent for calls without any.',
  ),
  'method.email': duration(
    method,
    'While at least one e-mail of the call was being sent; absent for calls without any.',
  ),
  'method.unblocked': counter(method, 'Calls whose handler called this.unblock().'),

  'publication.subscribes': counter(
    publication,
    'Subscriptions that started; a re-run after login is not one.',
  ),
  'publication.unsubscribes': counter(
    publication,
    'Subscriptions that ended, by the client, the server, an error or a closed session.',
  ),
  'publication.reruns': counter(
    publication,
    'Times a live subscription was run again because its user changed.',
  ),
  'publication.errors': counter(
    publication,
    'Errors thrown by the publish function or passed to this.error().',
  ),
  'publication.refused': counter(
    [...publication, 'reason'],
    'Subscriptions that never started; reason is denied (rate limit) or unknown (no such publication).',
  ),
  'publication.ready': duration(
    publication,
    'From the receipt of the subscription to its first ready().',
  ),
  'publication.queue': duration(
    publication,
    'From the receipt of the subscription to its start, behind earlier messages of the same session.',
  ),
  'publication.lifetime': lifetime(publication, 'From the start of a subscription to its end.'),
  'publication.cpu': duration(
    publication,
    "Synchronous time of a run's own code until its first ready(): a lower bound of its CPU time.",
  ),
  'publication.db': duration(
    publication,
    'While at least one database operation of the run was under way, until its first ready(); absent without any.',
  ),
  'publication.initialDocs': size(publication, 'Documents added before the first ready().'),
  'publication.messages': counter(
    [...publication, 'action', 'phase'],
    'DDP messages sent; action is added, changed or removed, phase is initial (before ready) or live.',
  ),
  'publication.bytes': counter(
    [...publication, 'phase'],
    'Bytes of these messages on the wire.',
    'bytes',
  ),
  'publication.active': gauge(publication, 'Subscriptions that are live now.'),
  'publication.mergeBoxDocs': gauge(
    publication,
    'Documents the live subscriptions hold in the merge box.',
  ),
  'publication.mergeBoxBytes': gauge(
    publication,
    'Estimate of their serialised size: documents × mean size of an "added" message of the publication.',
    'bytes',
  ),

  'mutation.count': counter(
    mutation,
    "Writes of this process to a collection, by Meteor's functions or on rawCollection(); op is insert, update, upsert, remove or bulk, owner is method:name, publication:name or none.",
  ),
  'mutation.docs': counter(
    mutation,
    'Documents these writes inserted, changed or removed; a write that changed nothing adds none.',
  ),
  'mutation.errors': counter(mutation, 'Writes of these that the database refused.'),
  'mutation.duration': duration(
    mutation,
    'From the start of the write to the answer of the database; what Meteor does afterwards to tell observers is not in it.',
  ),

  'oplog.entries': counter(
    stream,
    'Entries of the oplog that were handed to the observers, whoever wrote them.',
  ),
  'oplog.skipped': counter(
    stream,
    'Entries that Meteor skipped because it was too far behind; every observer then runs its query again.',
  ),
  'oplog.lag': duration(
    stream,
    "From the entry of a write in the oplog, by the database's clock, to its arrival at the observers, by this process's.",
  ),
  'oplog.backlog': gauge([], 'Entries that have arrived and wait for their turn.'),
  'changeStream.events': counter(stream, 'Events of change streams, whoever caused them.'),
  'changeStream.lag': duration(
    stream,
    "From a write, by the database's clock, to its event's arrival at the observers, by this process's.",
  ),
  'changeStream.restarts': counter(stream, 'Times Meteor opened a change stream anew.'),
  'changeStream.historyLost': counter(
    stream,
    'Times the database could not resume a change stream; every observer then runs its query again.',
  ),
  'changeStream.drivers': gauge(stream, "Observers' drivers that follow the change stream now."),

  'db.duration': duration(
    ['command', 'collection'],
    "From the call of the driver's function to its answer, the wait for a connection included; of a cursor, the time it is waited for, all batches together.",
  ),
  'db.errors': counter(['command', 'collection'], 'Operations of these that failed.'),
  'db.pool.size': gauge(['pool'], 'Connections to the database that are open.'),
  'db.pool.inUse': gauge(['pool'], 'Connections of these that run an operation.'),
  'db.pool.waiting': gauge(['pool'], 'Operations that wait for a connection.'),
  'db.pool.checkout': duration(
    ['pool'],
    'From the request of a connection to having one; a connection that had to be opened first included.',
  ),
  'db.pool.checkoutFailed': counter(['pool'], 'Operations that got no connection.'),

  'http.server.duration': duration(
    ['method', 'route', 'status'],
    "From the receipt of a request's head to the end of its answer, or to its being aborted; route is a pattern, status may be aborted.",
  ),
  'http.server.cpu': duration(
    ['method', 'route'],
    "Synchronous time of a request's own code: a lower bound of its CPU time.",
  ),
  'http.server.requestBytes': size(
    ['method', 'route'],
    'Size of request bodies, where it is known.',
    'bytes',
  ),
  'http.server.responseBytes': size(
    ['method', 'route'],
    'Size of answers on the wire, heads included.',
    'bytes',
  ),
  'http.client.duration': duration(
    ['method', 'host', 'status'],
    'From the start of an outgoing request to the end of its answer; status may be error.',
  ),

  'email.sent': counter(
    ['outcome'],
    'Calls of Email.sendAsync that ended; outcome is ok, also where a hook of the app held the e-mail back, or error.',
  ),
  'email.duration': duration([], 'From Email.sendAsync to its settlement.'),

  'job.runs': counter(['name', 'outcome'], 'Runs of a job that ended; outcome is ok or error.'),
  'job.inFlight': gauge(['name'], 'Runs of a job that have started and not ended yet.'),
  'job.duration': lifetime(['name'], 'From the start of a run to its settlement.'),
  'job.cpu': lifetime(
    ['name'],
    "Synchronous time of a run's own code: a lower bound of its CPU time.",
  ),
  'job.db': lifetime(
    ['name'],
    'While at least one database operation of the run was under way; absent without any.',
  ),

  'cpu.estimate': counter(
    ['owner', 'name'],
    'Estimate of CPU time from sampled windows; owner is method, publication, observer, http, job, radiant or unattributed. Read it over some minutes.',
    'ms',
  ),

  'error.count': counter(
    ['source', 'expected'],
    'Errors by where they came from; expected is true for those the app meant (Meteor.Error, check, refusals).',
  ),
  'log.lines': counter(['level'], 'Lines the app logged at the chosen level or above.'),

  'analytics.events': counter(['type'], 'Analytics events that were taken in, by type.'),

  'app.counter': counter(['name', 'labels'], "Counters of the app's own."),
  'app.gauge': gauge(['name', 'labels'], "Gauges of the app's own."),
  'app.duration': duration(['name', 'labels'], "Durations of the app's own, spans included."),
  'app.bytes': size(['name', 'labels'], "Sizes of the app's own.", 'bytes'),
  'app.count': size(['name', 'labels'], "Numbers of the app's own, as a distribution."),

  'ddp.sessions': gauge(
    ['state'],
    'DDP sessions; connected, or parked (client gone, waiting to resume).',
  ),
  'ddp.connects': counter([], 'DDP sessions that were opened.'),
  'ddp.disconnects': counter([], 'DDP sessions that were closed.'),
  'ddp.sessionLifetime': lifetime([], 'From the opening of a DDP session to its end.'),
  'ddp.messages': counter(['direction'], 'DDP messages; direction is in or out.'),
  'ddp.bytes': counter(['direction'], 'Bytes of DDP frames; direction is in or out.', 'bytes'),

  'client.method.duration': duration(
    ['method'],
    'In browsers: from when a method call is first on the wire to its result; the wait for a connection is not in it.',
  ),
  'client.method.visible': duration(
    ['method'],
    "In browsers: from when a method call is first on the wire until its callback is told, when the client has the data it wrote; what is beyond the duration is Meteor's own wait.",
  ),
  'client.method.stub': duration(
    ['method'],
    "In browsers: from the start of a method's stub to its end, or the settlement of its promise.",
  ),
  'client.method.errors': counter(
    ['method', 'error'],
    'In browsers: method calls whose result was an error, and stubs that threw; error is its code, or stub.',
  ),
  'client.subscription.ready': duration(
    ['publication'],
    'In browsers: from when a subscription is on the wire until it is ready for the first time.',
  ),
  'client.subscription.resubscribe': duration(
    ['publication'],
    'In browsers: from the sending of a live subscription again, after a reconnect, until it was ready again.',
  ),
  'client.connection.lost': counter([], 'Times browsers lost their connection to the server.'),
  'client.connection.downtime': lifetime(
    [],
    "From the loss of a browser's connection until it was back; one that never came back is not in it.",
  ),
  'client.vital': duration(
    ['vital', 'route'],
    'Web Vitals of pages; vital is TTFB, FCP, LCP or INP, route a pattern.',
  ),
  'client.layoutShift': size(
    ['route'],
    'Cumulative layout shift of pages, in thousandths; route is a pattern.',
  ),
  'client.errors': counter([], 'Errors in browsers that nobody caught.'),

  'collector.requests': counter(
    ['status'],
    'Requests to the collector by the status of the answer; aborted where the sender was gone first.',
  ),
  'collector.duration': duration(
    [],
    'From the receipt of a request to the collector, its head, to the answer.',
  ),
  'collector.events': counter(
    ['type'],
    'Events that came, by type, whatever became of them: analytics.events are those taken in.',
  ),
  'collector.drops': counter(
    ['reason'],
    'Events that were not taken in, by reason: docs/collector.md has them.',
  ),

  'process.cpu': counter(['mode'], 'CPU time of the process; mode is user or system.', 'ms'),
  'process.cpuShare': gauge(
    [],
    'CPU time of the process ÷ the CPU time the host or its cgroup quota would have granted.',
    'ratio',
  ),
  'process.cpuQuota': gauge(
    [],
    'Cores the process may use: the cgroup quota, else the number of cores.',
  ),
  'process.cpuThrottled': counter(
    [],
    'Time the cgroup held the process back for having used up its quota.',
    'ms',
  ),
  'process.rss': gauge([], 'Resident set size.', 'bytes'),
  'process.heapUsed': gauge([], 'V8 heap in use.', 'bytes'),
  'process.heapTotal': gauge([], 'V8 heap reserved.', 'bytes'),
  'process.heapLimit': gauge([], 'Size at which V8 gives up.', 'bytes'),
  'process.external': gauge([], 'Memory of C++ objects bound to JavaScript ones.', 'bytes'),
  'process.arrayBuffers': gauge([], 'Memory of ArrayBuffers and Buffers.', 'bytes'),
  'process.memoryLimit': gauge(
    [],
    'Memory limit of the cgroup; absent where there is none.',
    'bytes',
  ),
  'process.eventLoopDelay': duration(
    [],
    'How late the event loop ran a timer, beyond the resolution of the timer itself.',
  ),
  'process.eventLoopUtilization': gauge(
    [],
    'Share of the interval the event loop was busy.',
    'ratio',
  ),
  'process.gc': duration(
    ['gc'],
    'Pauses of the garbage collector; gc is minor, major, incremental or weakcb.',
  ),
  'process.uptime': gauge([], 'Time since the process started.', 'ms'),
  'process.ends': counter(
    [],
    'Times the process was told to end: by a signal, an empty event loop or `Radiant.stop`. One that is gone without was killed, or crashed.',
  ),

  'radiant.cpu': counter(
    ['part'],
    "Time Radiant kept the event loop busy outside the app's calls; part is flush or merge.",
    'ms',
  ),
  'radiant.series': gauge([], 'Series kept by the aggregate.'),
  'radiant.traces': counter(
    ['kept'],
    'Traces; kept is error, slow, random or asked, or no for those let go.',
  ),
  'radiant.outboxBytes': gauge(['sink'], 'Bytes waiting for a sink.', 'bytes'),
  'radiant.sinkWrite': duration(
    ['sink', 'outcome'],
    'From handing a batch to a sink to its answer; outcome is ok, retry or failed.',
  ),
  'radiant.alertRounds': duration(
    ['outcome'],
    'Rounds in which alert rules were evaluated; outcome is ok, or failed where a rule could not be.',
  ),
  'radiant.notifications': counter(
    ['target', 'outcome'],
    'Notifications of alerts; target is webhook, slack, email or code, outcome is sent, retry or lost.',
  ),
  'radiant.drops': counter(
    ['reason'],
    'Samples or batches lost or folded; see DropReason in common/drops.ts.',
  ),
} as const satisfies Record<string, MetricDefinition>;

export type MetricName = keyof typeof metrics;

/** Names and values of a series' dimensions. */
export type Dims = Readonly<Record<string, string>>;

/** Stands for a name that is unknown to the app, or beyond the series limit. */
export const OTHER = '_OTHER';

/** The definition of a metric, or `undefined` for a name that is not one. */
export function metricDefinition(name: string): MetricDefinition | undefined {
  return Object.hasOwn(metrics, name) ? metrics[name as MetricName] : undefined;
}
