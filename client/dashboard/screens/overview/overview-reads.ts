import type { Wanted } from '../../data/read-address';
import type { Reads } from '../../data/use-reads';

/** All metrics of the overview, which come in one request. */
export const overviewReads = {
  calls: { metric: 'method.calls', stat: 'rate', by: ['outcome'], inSteps: true },
  callsInAll: { metric: 'method.calls', stat: 'sum', by: ['outcome'] },
  p50: { metric: 'method.duration', stat: 'p50', inSteps: true },
  p95: { metric: 'method.duration', stat: 'p95', inSteps: true },
  p95InAll: { metric: 'method.duration', stat: 'p95' },
  cpu: { metric: 'process.cpuShare', stat: 'avg', by: ['resource.instance'], inSteps: true },
  rss: { metric: 'process.rss', stat: 'max', by: ['resource.instance'], inSteps: true },
  memoryLimit: { metric: 'process.memoryLimit', stat: 'max', by: ['resource.instance'] },
  delay: { metric: 'process.eventLoopDelay', stat: 'p99' },
  sessions: { metric: 'ddp.sessions', stat: 'avg', inSteps: true },
  subscriptions: { metric: 'publication.active', stat: 'avg', inSteps: true },
  ready: { metric: 'publication.ready', stat: 'p95' },
  runs: { metric: 'method.run', stat: 'sum', by: ['name'] },
  runP95: { metric: 'method.run', stat: 'p95', by: ['name'] },
  errors: {
    metric: 'error.count',
    stat: 'rate',
    by: ['source'],
    dims: { expected: 'false' },
    inSteps: true,
  },
} as const satisfies Readonly<Record<string, Wanted>>;

export type OverviewReads = Reads<keyof typeof overviewReads>;
