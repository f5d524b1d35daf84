import type { Wanted } from '../../data/read-address';

/** Requests to the app, by route; or by the app, by host. */
export type Side = 'in' | 'out';

/** The dimension that says where requests go. */
export const placeOf = { in: 'route', out: 'host' } as const satisfies Record<Side, string>;

const durationOf = {
  in: 'http.server.duration',
  out: 'http.client.duration',
} as const satisfies Record<Side, Wanted['metric']>;

/** What the table has of each place and method; one value for the whole range. */
export function tableReads(side: Side) {
  const metric = durationOf[side];
  const by = ['method', placeOf[side]];
  return {
    requests: { metric, stat: 'rate', by: [...by, 'status'] },
    p50: { metric, stat: 'p50', by },
    p95: { metric, stat: 'p95', by },
    p99: { metric, stat: 'p99', by },
    sum: { metric, stat: 'sum', by },
    ...(side === 'in' && {
      requestBytes: { metric: 'http.server.requestBytes', stat: 'avg', by },
      responseBytes: { metric: 'http.server.responseBytes', stat: 'avg', by },
      cpu: { metric: 'http.server.cpu', stat: 'avg', by },
    }),
  } as Record<TableRead, Wanted>;
}

export type TableRead =
  | ('requests' | 'p50' | 'p95' | 'p99' | 'sum')
  | ('requestBytes' | 'responseBytes' | 'cpu');

/** Which requests are charted: all, or those of a method to a place. */
export interface Picked {
  readonly name: string | undefined;
  readonly method: string | undefined;
}

/** What the charts have of the picked requests, or of all; over time. */
export function chartReads(side: Side, { name, method }: Picked) {
  const metric = durationOf[side];
  const over = { dims: { method, [placeOf[side]]: name }, inSteps: true } as const;
  return {
    requests: { metric, stat: 'rate', by: ['status'], ...over },
    p50: { metric, stat: 'p50', ...over },
    p95: { metric, stat: 'p95', ...over },
    p99: { metric, stat: 'p99', ...over },
    spread: { metric, stat: 'buckets', ...over },
  } as const satisfies Record<string, Wanted>;
}

export type ChartRead = keyof ReturnType<typeof chartReads>;
