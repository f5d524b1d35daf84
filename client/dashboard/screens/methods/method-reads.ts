import type { Wanted } from '../../data/read-address';

const by = ['name', 'origin'] as const;

/** What the table has of each method; one value for the whole range. */
export const tableReads = {
  calls: { metric: 'method.calls', stat: 'sum', by: [...by, 'outcome'] },
  rate: { metric: 'method.calls', stat: 'rate', by },
  p50: { metric: 'method.duration', stat: 'p50', by },
  p95: { metric: 'method.duration', stat: 'p95', by },
  p99: { metric: 'method.duration', stat: 'p99', by },
  queue: { metric: 'method.queue', stat: 'p95', by },
  run: { metric: 'method.run', stat: 'p95', by },
  fence: { metric: 'method.fence', stat: 'p95', by },
  runSum: { metric: 'method.run', stat: 'sum', by },
  cpuSum: { metric: 'method.cpu', stat: 'sum', by },
  dbSum: { metric: 'method.db', stat: 'sum', by },
  cpuEstimate: {
    ...{ metric: 'cpu.estimate', stat: 'rate', by: ['name'] },
    dims: { owner: 'method' },
  },
} as const satisfies Record<string, Wanted>;

export type TableRead = keyof typeof tableReads;

/** Which method is charted: all, those of a name, or those of a name called by one side. */
export interface Picked {
  readonly name: string | undefined;
  readonly origin: string | undefined;
}

/** What the charts have of the picked method, or of all; over time. */
export function chartReads({ name, origin }: Picked) {
  const over = { dims: { name, origin }, inSteps: true } as const;
  return {
    calls: { metric: 'method.calls', stat: 'rate', by: ['outcome'], ...over },
    queue: { metric: 'method.queue', stat: 'sum', ...over },
    run: { metric: 'method.run', stat: 'sum', ...over },
    runMean: { metric: 'method.run', stat: 'avg', ...over },
    fence: { metric: 'method.fence', stat: 'sum', ...over },
    db: { metric: 'method.db', stat: 'sum', ...over },
    http: { metric: 'method.http', stat: 'sum', ...over },
    email: { metric: 'method.email', stat: 'sum', ...over },
    cpu: { metric: 'method.cpu', stat: 'sum', ...over },
    p50: { metric: 'method.duration', stat: 'p50', ...over },
    p95: { metric: 'method.duration', stat: 'p95', ...over },
    p99: { metric: 'method.duration', stat: 'p99', ...over },
    spread: { metric: 'method.duration', stat: 'buckets', ...over },
  } as const satisfies Record<string, Wanted>;
}

export type ChartRead = keyof ReturnType<typeof chartReads>;
