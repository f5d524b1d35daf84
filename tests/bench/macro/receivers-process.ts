import { startClickhouse } from '../../support/clickhouse-front';
import { httpServer } from '../../support/http-server';
import { answerParent } from './ask';

/** Where sinks send to; a process of its own, so that what it takes is not the app's. */
export interface Receivers {
  /** Takes and forgets whatever comes, as `http` and `otlp` need it. */
  readonly url: string;
  /** ClickHouse's engine; absent where it cannot be loaded. */
  readonly clickhouseUrl: string | undefined;
}

async function start(): Promise<Receivers> {
  const server = await httpServer((request, response) => {
    request.resume().on('end', () => response.end());
  });
  const clickhouse = await startClickhouse().catch(() => undefined);
  return { url: server.url, clickhouseUrl: clickhouse?.url };
}

/** Scrapes as Prometheus does; gives the number of bytes. */
async function scrape({ address, token }: { address: string; token: string }): Promise<number> {
  const headers = { 'accept-encoding': 'gzip', authorization: `Bearer ${token}` };
  const response = await fetch(address, { headers });
  if (!response.ok) throw new Error(`scrape: ${response.status}`);
  return (await response.arrayBuffer()).byteLength;
}

const answers = { start, scrape };

export type ReceiverAnswers = typeof answers;

answerParent(answers);
