import type { Wanted } from '../../data/read-address';

const by = ['name'] as const;

/** What the table has of each publication; one value for the whole range. */
export const tableReads = {
  subscribes: { metric: 'publication.subscribes', stat: 'rate', by },
  active: { metric: 'publication.active', stat: 'avg', by },
  p50: { metric: 'publication.ready', stat: 'p50', by },
  p95: { metric: 'publication.ready', stat: 'p95', by },
  initialDocs: { metric: 'publication.initialDocs', stat: 'p95', by },
  messages: { metric: 'publication.messages', stat: 'rate', by: [...by, 'phase'] },
  bytes: { metric: 'publication.bytes', stat: 'rate', by: [...by, 'phase'] },
  reruns: { metric: 'publication.reruns', stat: 'rate', by },
  docs: { metric: 'publication.mergeBoxDocs', stat: 'avg', by },
  docBytes: { metric: 'publication.mergeBoxBytes', stat: 'avg', by },
  errors: { metric: 'publication.errors', stat: 'rate', by },
  refused: { metric: 'publication.refused', stat: 'rate', by },
  lifetime: { metric: 'publication.lifetime', stat: 'p50', by },
  cpu: { metric: 'publication.cpu', stat: 'avg', by },
  db: { metric: 'publication.db', stat: 'avg', by },
  cpuEstimate: {
    ...{ metric: 'cpu.estimate', stat: 'rate', by },
    dims: { owner: 'publication' },
  },
} as const satisfies Record<string, Wanted>;

export type TableRead = keyof typeof tableReads;

/** What the charts have of the picked publication, or of all; over time. */
export function chartReads(name: string | undefined) {
  const over = { dims: { name }, inSteps: true } as const;
  return {
    p50: { metric: 'publication.ready', stat: 'p50', ...over },
    p95: { metric: 'publication.ready', stat: 'p95', ...over },
    p99: { metric: 'publication.ready', stat: 'p99', ...over },
    spread: { metric: 'publication.ready', stat: 'buckets', ...over },
    queue: { metric: 'publication.queue', stat: 'avg', ...over },
    cpu: { metric: 'publication.cpu', stat: 'avg', ...over },
    db: { metric: 'publication.db', stat: 'avg', ...over },
    active: { metric: 'publication.active', stat: 'avg', ...over },
    subscribes: { metric: 'publication.subscribes', stat: 'rate', ...over },
    unsubscribes: { metric: 'publication.unsubscribes', stat: 'rate', ...over },
    reruns: { metric: 'publication.reruns', stat: 'rate', ...over },
    bytes: { metric: 'publication.bytes', stat: 'rate', by: ['phase'], ...over },
    messages: { metric: 'publication.messages', stat: 'rate', by: ['action', 'phase'], ...over },
    docBytes: { metric: 'publication.mergeBoxBytes', stat: 'avg', ...over },
    errors: { metric: 'publication.errors', stat: 'rate', ...over },
    refused: { metric: 'publication.refused', stat: 'rate', by: ['reason'], ...over },
  } as const satisfies Record<string, Wanted>;
}

export type ChartRead = keyof ReturnType<typeof chartReads>;
