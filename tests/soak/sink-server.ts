import maxBy from 'lodash/maxBy';
import type { Batch } from '../../common/batch';
import { batchFromJson } from '../../common/batch-json';
import { faultyServer, type ServerFault, textOf } from '../faults/faulty-server';

export interface SinkServer {
  readonly url: string;
  /** Of methods that clients called, in all batches, each counted once. */
  readonly calls: number;
  readonly batches: number;
  readonly outages: number;
  /** The metric that had the most series in all batches. */
  readonly mostSeries: { readonly metric: string; readonly count: number };
  /** Breaks in the next way. */
  breakDown(): Promise<void>;
  recover(): Promise<void>;
  close(): Promise<void>;
}

const faults: readonly ServerFault[] = [
  'refuses',
  'hangs',
  '503',
  'answer lost',
  'resets',
  '500',
  'trickles',
];

/** Takes what Radiant's sink `http` sends, and now and then does not. */
export async function startSinkServer(): Promise<SinkServer> {
  const seen = new Set<string>();
  let calls = 0;
  let outages = 0;
  const series = new Map<string, Set<string>>();

  function take(batch: Batch): void {
    if (seen.has(batch.id)) return;
    seen.add(batch.id);
    calls += clientCallsIn(batch);
    for (const { metric, dims } of batch.series) {
      const known = series.get(metric) ?? new Set();
      series.set(metric, known.add(JSON.stringify(dims)));
    }
  }

  const server = await faultyServer({
    now: Date.now,
    take(sent) {
      take(batchFromJson(textOf(sent)));
      return undefined;
    },
  });

  return {
    url: server.url,
    get calls() {
      return calls;
    },
    get batches() {
      return seen.size;
    },
    get outages() {
      return outages;
    },
    get mostSeries() {
      const counts = [...series].map(([metric, known]) => ({ metric, count: known.size }));
      return maxBy(counts, 'count') ?? { metric: 'none', count: 0 };
    },
    breakDown: () => server.become(faults[outages++ % faults.length]),
    recover: () => server.become(),
    close: () => server.close(),
  };
}

function clientCallsIn({ series }: Batch): number {
  return series
    .filter(({ metric, dims }) => metric === 'method.calls' && dims.origin === 'client')
    .reduce((sum, { value }) => sum + Number(value), 0);
}
