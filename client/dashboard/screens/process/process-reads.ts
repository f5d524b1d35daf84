import type { Wanted } from '../../data/read-address';

const by = ['resource.instance'];
const over = { by, inSteps: true } as const;

/** What the table and the charts have of each process. */
export const processReads = {
  cpuOverTime: { metric: 'process.cpuShare', stat: 'avg', ...over },
  rss: { metric: 'process.rss', stat: 'max', ...over },
  delay: { metric: 'process.eventLoopDelay', stat: 'p99', ...over },
  gc: { metric: 'process.gc', stat: 'sum', by: ['gc'], inSteps: true },
  sessions: { metric: 'ddp.sessions', stat: 'avg', ...over },
  cpuShare: { metric: 'process.cpuShare', stat: 'avg', by },
  quota: { metric: 'process.cpuQuota', stat: 'max', by },
  memoryLimit: { metric: 'process.memoryLimit', stat: 'max', by },
  heapUsed: { metric: 'process.heapUsed', stat: 'max', by },
  heapLimit: { metric: 'process.heapLimit', stat: 'max', by },
  loopBusy: { metric: 'process.eventLoopUtilization', stat: 'avg', by },
} as const satisfies Record<string, Wanted>;

export type ProcessRead = keyof typeof processReads;
