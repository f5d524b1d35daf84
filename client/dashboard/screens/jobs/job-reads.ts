import type { Wanted } from '../../data/read-address';

const by = ['name'] as const;

/** What the table has of each job; one value for the whole range. */
export const tableReads = {
  runs: { metric: 'job.runs', stat: 'sum', by: [...by, 'outcome'] },
  inFlight: { metric: 'job.inFlight', stat: 'max', by },
  p50: { metric: 'job.duration', stat: 'p50', by },
  p95: { metric: 'job.duration', stat: 'p95', by },
  max: { metric: 'job.duration', stat: 'max', by },
  sum: { metric: 'job.duration', stat: 'sum', by },
  cpu: { metric: 'job.cpu', stat: 'avg', by },
  db: { metric: 'job.db', stat: 'sum', by },
  cpuEstimate: {
    ...{ metric: 'cpu.estimate', stat: 'rate', by },
    dims: { owner: 'job' },
  },
} as const satisfies Record<string, Wanted>;

export type TableRead = keyof typeof tableReads;

/** What the charts have of the picked job, or of all; over time. */
export function chartReads(name: string | undefined) {
  const over = { dims: { name }, inSteps: true } as const;
  return {
    runs: { metric: 'job.runs', stat: 'sum', by: ['outcome'], ...over },
    inFlight: { metric: 'job.inFlight', stat: 'max', ...over },
    p50: { metric: 'job.duration', stat: 'p50', ...over },
    p95: { metric: 'job.duration', stat: 'p95', ...over },
    max: { metric: 'job.duration', stat: 'max', ...over },
  } as const satisfies Record<string, Wanted>;
}

export type ChartRead = keyof ReturnType<typeof chartReads>;

/** E-mail over time. */
export const emailReads = {
  sent: { metric: 'email.sent', stat: 'sum', by: ['outcome'], inSteps: true },
  p50: { metric: 'email.duration', stat: 'p50', inSteps: true },
  p95: { metric: 'email.duration', stat: 'p95', inSteps: true },
} as const satisfies Record<string, Wanted>;
