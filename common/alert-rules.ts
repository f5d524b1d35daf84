import type { AlertRule, FindingRule, MetricRule } from './alert';
import type { FindingKind } from './finding';

const second = 1_000;
const minute = 60 * second;

/** What a rule has that does not say otherwise. */
export const alertRuleDefaults = {
  by: [],
  forMs: 10 * minute,
  keepFiringMs: 5 * minute,
  windowMs: 5 * minute,
  lookbackMs: 15 * minute,
  severity: 'warning',
  minSeverity: 'warning',
} as const;

const instance = ['resource.instance'] as const;

/** Names that are called less tell little; per second. */
const enoughCalls = {
  provided: { metric: 'method.calls', stat: 'rate', above: 0.1 },
} as const;

type MetricPart = Pick<MetricRule, 'metric' | 'stat' | 'threshold' | 'by' | 'summary'> &
  Partial<MetricRule>;

/** A figure above its threshold. */
function above(name: string, rule: MetricPart): MetricRule {
  const { forMs, keepFiringMs, windowMs, lookbackMs, severity } = alertRuleDefaults;
  return {
    ...{ name, condition: 'above', forMs, keepFiringMs, windowMs, lookbackMs, severity },
    ...rule,
  };
}

function found(
  name: string,
  finding: readonly FindingKind[],
  rule: Partial<FindingRule> & Pick<FindingRule, 'summary'>,
): FindingRule {
  const { forMs, keepFiringMs, minSeverity } = alertRuleDefaults;
  return { name, finding, minSeverity, forMs, keepFiringMs, ...rule };
}

/**
 * The rules that are there unless they are switched off. What can be said in
 * PromQL, docs/prometheus/rules.yml says with the same names and figures.
 */
export const defaultAlertRules: readonly AlertRule[] = [
  above('MeteorMethodSlow', {
    metric: 'method.duration',
    stat: 'p95',
    dims: { origin: 'client' },
    by: ['name'],
    ...enoughCalls,
    threshold: 2 * second,
    summary:
      'Look at its traces: queue, handler, database, HTTP and fence tell where the time goes.',
  }),
  above('MeteorMethodErrors', {
    metric: 'method.calls',
    stat: 'rate',
    dims: { outcome: 'error' },
    over: { metric: 'method.calls', stat: 'rate' },
    by: ['name'],
    ...enoughCalls,
    threshold: 0.05,
    summary: 'Look at its errors: which ones they are, and since which release.',
  }),
  above('MeteorPublicationSlow', {
    metric: 'publication.ready',
    stat: 'p95',
    by: ['name'],
    threshold: 3 * second,
    summary: 'Publish fewer documents at first, or give the query an index.',
  }),
  above('MeteorCpuNearQuota', {
    metric: 'process.cpuShare',
    stat: 'avg',
    by: instance,
    threshold: 0.85,
    summary: 'Look at who has the CPU time: methods, publications, observers; or add a process.',
  }),
  above('MeteorCpuThrottled', {
    metric: 'process.cpuThrottled',
    stat: 'rate',
    by: instance,
    threshold: 100,
    summary:
      'The cgroup holds the process back for having used up its CPU quota: raise it, or spread the load.',
  }),
  above('MeteorMemoryNearLimit', {
    metric: 'process.rss',
    stat: 'avg',
    over: { metric: 'process.memoryLimit', stat: 'avg' },
    by: instance,
    threshold: 0.9,
    severity: 'critical',
    summary: 'The host ends the process at its memory limit.',
  }),
  above('MeteorHeapNearLimit', {
    metric: 'process.heapUsed',
    stat: 'avg',
    over: { metric: 'process.heapLimit', stat: 'avg' },
    by: instance,
    threshold: 0.9,
    severity: 'critical',
    summary: 'V8 ends the process when the heap is full.',
  }),
  above('MeteorEventLoopBlocked', {
    metric: 'process.eventLoopDelay',
    stat: 'p99',
    by: instance,
    threshold: 0.5 * second,
    summary: 'Long synchronous work keeps all clients of the process waiting: take a CPU profile.',
  }),
  above('MeteorOplogLag', {
    metric: 'oplog.lag',
    stat: 'p95',
    by: instance,
    threshold: 5 * second,
    summary: 'Clients see changes late: fewer writes, fewer observers, or more CPU.',
  }),
  above('MeteorDatabasePoolExhausted', {
    metric: 'db.pool.waiting',
    stat: 'avg',
    by: instance,
    threshold: 0,
    windowMs: minute,
    forMs: 5 * minute,
    summary: 'Operations wait for a connection: find the slow ones, or raise maxPoolSize.',
  }),
  above('MeteorProcessGone', {
    metric: 'radiant.series',
    stat: 'max',
    by: instance,
    condition: 'absent',
    threshold: 0,
    windowMs: 2 * minute,
    forMs: 0,
    keepFiringMs: 0,
    unless: { metric: 'process.ends', stat: 'sum' },
    summary: 'It reports no more and was not told to end: it crashed, was killed, or hangs.',
  }),
  above('RadiantDrops', {
    metric: 'radiant.drops',
    stat: 'count',
    by: ['reason', 'resource.instance'],
    except: { reason: ['series-limit'] },
    threshold: 0,
    windowMs: 15 * minute,
    forMs: 0,
    severity: 'info',
    summary: 'Radiant lost some of what it recorded; its screen and the log say why.',
  }),
  found('MeteorFindingRegression', ['regression'], {
    forMs: 2 * minute,
    keepFiringMs: 30 * minute,
    summary:
      'The newest release is worse than the one before: compare them, and roll back if users suffer.',
  }),
  found('MeteorFindingGuilty', ['guilty'], {
    summary: 'Narrow the query, share it between clients, or write less to the collection.',
  }),
  found('MeteorFindingWaste', ['waste'], {
    summary: 'Have fewer distinct queries, or keep what changes often in a collection of its own.',
  }),
  found('MeteorFindingLeak', ['leak', 'orphans'], {
    forMs: 15 * minute,
    summary: 'Stop what observeChanges returns in this.onStop.',
  }),
  found('MeteorFindingOwnerless', ['ownerless-old'], {
    forMs: 15 * minute,
    summary: 'See that whoever opens the observer keeps its handle and stops it.',
  }),
  found('MeteorFindingUnshared', ['duplicates', 'not-reused'], {
    forMs: 15 * minute,
    summary: 'Let clients use the same query, so that they share one multiplexer.',
  }),
  found('MeteorFindingPolling', ['polling'], {
    forMs: 15 * minute,
    summary: 'Make the query one that the oplog or change streams can serve.',
  }),
  found('MeteorFindingUnseen', ['uncounted', 'incomplete'], {
    forMs: 30 * minute,
    summary: 'Radiant does not see all that observers do: their figures are too low.',
  }),
];
