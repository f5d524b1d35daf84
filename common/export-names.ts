/**
 * How each metric is called where OpenTelemetry's words are spoken: OTLP, and
 * Prometheus, whose names follow from these. A name of the semantic conventions
 * (1.45) where one means the same; `meteor.*` and `radiant.*` are ours. Longer
 * than other files, as it is one table.
 */
import {
  type AttributeRule,
  expected,
  host,
  named,
  outcome,
  owner,
  status,
} from './export-attributes';
import type { MetricName } from './metrics';

export interface ExportName {
  readonly name: string;
  /** UCUM: seconds, bytes, 1 for shares, an annotation for counts. Milliseconds become seconds. */
  readonly unit: 's' | 'By' | '1' | `{${string}}`;
  /** By dimension. One that is absent is left out. */
  readonly attributes: Readonly<Record<string, AttributeRule>>;
  /** The same on every point. */
  readonly constant?: Readonly<Record<string, string>>;
}

type Rules = ExportName['attributes'];

const as = (name: string, unit: ExportName['unit'], attributes: Rules = {}): ExportName => ({
  name,
  unit,
  attributes,
});

const method: Rules = { name: named('rpc.method'), origin: named('meteor.call.origin') };
const ofMethod = (part: string) => as(`meteor.method.${part}`, 's', method);

const publication: Rules = { name: named('meteor.publication.name') };
const phase = { phase: named('meteor.phase') };
const ofSubscription = (part: string, unit: ExportName['unit'] = '{subscription}') =>
  as(`meteor.subscription.${part}`, unit, publication);

const collection: Rules = { collection: named('db.collection.name') };
const mutation: Rules = { ...collection, op: named('db.operation.name'), owner };
const command: Rules = { ...collection, command: named('db.operation.name') };
const pool: Rules = { pool: named('db.client.connection.pool.name') };
const route: Rules = { method: named('http.request.method'), route: named('http.route') };
const job: Rules = { name: named('meteor.job.name') };
const calledMethod: Rules = { method: named('rpc.method') };
const subscribed: Rules = { publication: named('meteor.publication.name') };
const clientRoute: Rules = { route: named('meteor.client.route') };
const direction: Rules = { direction: named('meteor.ddp.direction') };

/** `undefined`: told by another metric, or by the app's own names (`app.*`, see `appMetric`). */
export const exportNames: Readonly<Record<MetricName, ExportName | undefined>> = {
  'method.calls': undefined, // the count of method.duration
  'method.inFlight': as('meteor.method.in_flight', '{call}', method),
  'method.duration': {
    ...as('rpc.server.call.duration', 's', { ...method, outcome }),
    constant: { 'rpc.system.name': 'ddp' },
  },
  'method.queue': ofMethod('queue.duration'),
  'method.run': ofMethod('run.duration'),
  'method.fence': ofMethod('fence.duration'),
  'method.resultBytes': as('meteor.method.result.size', 'By', method),
  'method.cpu': ofMethod('cpu.time'),
  'method.db': ofMethod('db.duration'),
  'method.http': ofMethod('http.duration'),
  'method.email': ofMethod('email.duration'),
  'method.unblocked': as('meteor.method.unblocked', '{call}', method),

  'publication.subscribes': ofSubscription('started'),
  'publication.unsubscribes': ofSubscription('stopped'),
  'publication.reruns': ofSubscription('reruns'),
  'publication.errors': ofSubscription('errors', '{error}'),
  'publication.refused': as('meteor.subscription.refused', '{subscription}', {
    ...publication,
    reason: named('error.type'),
  }),
  'publication.ready': ofSubscription('ready.duration', 's'),
  'publication.queue': ofSubscription('queue.duration', 's'),
  'publication.lifetime': ofSubscription('lifetime', 's'),
  'publication.cpu': ofSubscription('cpu.time', 's'),
  'publication.db': ofSubscription('db.duration', 's'),
  'publication.initialDocs': ofSubscription('initial.documents', '{document}'),
  'publication.messages': as('meteor.subscription.messages', '{message}', {
    ...publication,
    ...phase,
    action: named('meteor.ddp.action'),
  }),
  'publication.bytes': as('meteor.subscription.io', 'By', { ...publication, ...phase }),
  'publication.active': ofSubscription('active'),
  'publication.mergeBoxDocs': ofSubscription('mergebox.documents', '{document}'),
  'publication.mergeBoxBytes': ofSubscription('mergebox.size', 'By'),

  'mutation.count': as('meteor.mutation.count', '{mutation}', mutation),
  'mutation.docs': as('meteor.mutation.documents', '{document}', mutation),
  'mutation.errors': as('meteor.mutation.errors', '{error}', mutation),
  'mutation.duration': as('meteor.mutation.duration', 's', mutation),

  'oplog.entries': as('meteor.oplog.entries', '{entry}', collection),
  'oplog.skipped': as('meteor.oplog.skipped', '{entry}', collection),
  'oplog.lag': as('meteor.oplog.lag', 's', collection),
  'oplog.backlog': as('meteor.oplog.backlog', '{entry}'),
  'changeStream.events': as('meteor.change_stream.events', '{event}', collection),
  'changeStream.lag': as('meteor.change_stream.lag', 's', collection),
  'changeStream.restarts': as('meteor.change_stream.restarts', '{restart}', collection),
  'changeStream.historyLost': as('meteor.change_stream.history_lost', '{loss}', collection),
  'changeStream.drivers': as('meteor.change_stream.drivers', '{driver}', collection),

  'db.duration': {
    ...as('db.client.operation.duration', 's', command),
    constant: { 'db.system.name': 'mongodb' },
  },
  'db.errors': as('meteor.db.operation.errors', '{error}', command),
  'db.pool.size': as('meteor.db.connection.open', '{connection}', pool),
  'db.pool.inUse': as('meteor.db.connection.used', '{connection}', pool),
  'db.pool.waiting': as('db.client.connection.pending_requests', '{request}', pool),
  'db.pool.checkout': as('db.client.connection.wait_time', 's', pool),
  'db.pool.checkoutFailed': as('meteor.db.connection.checkout_failed', '{request}', pool),

  'http.server.duration': as('http.server.request.duration', 's', { ...route, status }),
  'http.server.cpu': as('meteor.http.server.cpu.time', 's', route),
  'http.server.requestBytes': as('http.server.request.body.size', 'By', route),
  'http.server.responseBytes': as('meteor.http.server.response.size', 'By', route),
  'http.client.duration': as('http.client.request.duration', 's', {
    method: named('http.request.method'),
    host,
    status,
  }),

  'email.sent': as('meteor.email.sent', '{email}', { outcome }),
  'email.duration': as('meteor.email.duration', 's'),

  'job.runs': as('meteor.job.runs', '{run}', { ...job, outcome }),
  'job.inFlight': as('meteor.job.in_flight', '{run}', job),
  'job.duration': as('meteor.job.duration', 's', job),
  'job.cpu': as('meteor.job.cpu.time', 's', job),
  'job.db': as('meteor.job.db.duration', 's', job),

  'cpu.estimate': as('meteor.cpu.estimate', 's', {
    owner: named('meteor.owner.kind'),
    name: named('meteor.owner.name'),
  }),

  'error.count': as('meteor.errors', '{error}', {
    source: named('meteor.error.source'),
    expected,
  }),
  'log.lines': as('meteor.log.lines', '{line}', { level: named('meteor.log.level') }),
  'analytics.events': as('radiant.analytics.events', '{event}', {
    type: named('radiant.analytics.type'),
  }),

  'app.counter': undefined,
  'app.gauge': undefined,
  'app.duration': undefined,
  'app.bytes': undefined,
  'app.count': undefined,

  'ddp.sessions': as('meteor.ddp.sessions', '{session}', {
    state: named('meteor.ddp.session.state'),
  }),
  'ddp.connects': as('meteor.ddp.connects', '{session}'),
  'ddp.disconnects': as('meteor.ddp.disconnects', '{session}'),
  'ddp.sessionLifetime': as('meteor.ddp.session.lifetime', 's'),
  'ddp.messages': as('meteor.ddp.messages', '{message}', direction),
  'ddp.bytes': as('meteor.ddp.io', 'By', direction),

  'client.method.duration': {
    ...as('rpc.client.call.duration', 's', calledMethod),
    constant: { 'rpc.system.name': 'ddp' },
  },
  'client.method.visible': as('meteor.client.method.visible.duration', 's', calledMethod),
  'client.method.stub': as('meteor.client.method.stub.duration', 's', calledMethod),
  'client.method.errors': as('meteor.client.method.errors', '{error}', {
    ...calledMethod,
    error: named('error.type'),
  }),
  'client.subscription.ready': as('meteor.client.subscription.ready.duration', 's', subscribed),
  'client.subscription.resubscribe': as(
    'meteor.client.subscription.resubscribe.duration',
    's',
    subscribed,
  ),
  'client.connection.lost': as('meteor.client.connection.lost', '{connection}'),
  'client.connection.downtime': as('meteor.client.connection.downtime', 's'),
  'client.vital': as('meteor.client.web_vital.duration', 's', {
    ...clientRoute,
    vital: named('meteor.client.web_vital.name'),
  }),
  'client.layoutShift': as('meteor.client.layout_shift', '{thousandth}', clientRoute),
  'client.errors': as('meteor.client.errors', '{error}'),

  'collector.requests': as('radiant.collector.requests', '{request}', {
    status: named('radiant.status'),
  }),
  'collector.duration': as('radiant.collector.duration', 's'),
  'collector.events': as('radiant.collector.events', '{event}', {
    type: named('radiant.event.type'),
  }),
  'collector.drops': as('radiant.collector.dropped', '{event}', {
    reason: named('radiant.reason'),
  }),

  'process.cpu': as('process.cpu.time', 's', { mode: named('cpu.mode') }),
  'process.cpuShare': as('process.cpu.utilization', '1'),
  'process.cpuQuota': as('meteor.process.cpu.quota', '{cpu}'),
  'process.cpuThrottled': as('meteor.process.cpu.throttled', 's'),
  'process.rss': as('process.memory.usage', 'By'),
  'process.heapUsed': as('v8js.memory.heap.used', 'By'),
  'process.heapTotal': as('meteor.process.heap.reserved', 'By'),
  'process.heapLimit': as('v8js.memory.heap.limit', 'By'),
  'process.external': as('meteor.process.external_memory', 'By'),
  'process.arrayBuffers': as('meteor.process.array_buffers', 'By'),
  'process.memoryLimit': as('meteor.process.memory.limit', 'By'),
  'process.eventLoopDelay': as('meteor.process.eventloop.delay', 's'),
  'process.eventLoopUtilization': as('nodejs.eventloop.utilization', '1'),
  'process.gc': as('v8js.gc.duration', 's', { gc: named('v8js.gc.type') }),
  'process.uptime': as('process.uptime', 's'),
  'process.ends': as('meteor.process.ends', '{end}'),

  'radiant.cpu': as('radiant.cpu.time', 's', { part: named('radiant.part') }),
  'radiant.series': as('radiant.series', '{series}'),
  'radiant.traces': as('radiant.traces', '{trace}', { kept: named('radiant.kept') }),
  'radiant.outboxBytes': as('radiant.outbox.size', 'By', { sink: named('radiant.sink') }),
  'radiant.sinkWrite': as('radiant.sink.write.duration', 's', {
    sink: named('radiant.sink'),
    outcome: named('radiant.outcome'),
  }),
  'radiant.alertRounds': as('radiant.alert.round.duration', 's', {
    outcome: named('radiant.outcome'),
  }),
  'radiant.notifications': as('radiant.alert.notifications', '{notification}', {
    target: named('radiant.target'),
    outcome: named('radiant.outcome'),
  }),
  'radiant.drops': as('radiant.dropped', '{item}', { reason: named('radiant.reason') }),
};

/** The app's own metrics: their name is the app's, their labels are attributes. */
export const appMetrics: ReadonlySet<MetricName> = new Set<MetricName>([
  'app.counter',
  'app.gauge',
  'app.duration',
  'app.bytes',
  'app.count',
]);
