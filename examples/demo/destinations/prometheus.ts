import {
  hasPrometheus,
  type PrometheusServer,
  startPrometheus as startServer,
} from '../../../tests/support/prometheus/server';
import type { CallsByMethod, Destination } from '../destinations';
import { untilEnough } from './settle';

const path = '/_radiant/prometheus';
const counted = 'rpc_server_call_duration_seconds_count';

/** A real Prometheus where one is installed; else what it would scrape is read as it is. */
export async function startPrometheus(): Promise<Destination> {
  let server: PrometheusServer | undefined;
  let scraped = '';

  async function read(): Promise<CallsByMethod> {
    const calls: Record<string, number> = {};
    for (const { method, value } of server ? await asked(server) : await scrape(scraped)) {
      calls[method] = (calls[method] ?? 0) + value;
    }
    return calls;
  }

  return {
    settings: { prometheus: { enabled: true } },
    async appStarted({ url }) {
      scraped = url + path;
      if (hasPrometheus) server = await startServer({ port: Number(new URL(url).port), path });
    },
    calls: (atLeast) => untilEnough(read, atLeast),
    stop: async () => server?.stop(),
  };
}

interface Counted {
  readonly method: string;
  readonly value: number;
}

async function asked(server: PrometheusServer): Promise<readonly Counted[]> {
  const rows = await server.query(`sum by (rpc_method) (${counted}{meteor_call_origin="client"})`);
  return rows.map(({ labels, value }) => ({ method: labels.rpc_method ?? '', value }));
}

async function scrape(url: string): Promise<readonly Counted[]> {
  const text = await (await fetch(url)).text();
  return text.split('\n').flatMap((line) => {
    if (!line.startsWith(`${counted}{`) || !line.includes('meteor_call_origin="client"')) return [];
    const method = /rpc_method="([^"]*)"/.exec(line)?.[1] ?? '';
    return [{ method, value: Number(line.slice(line.lastIndexOf(' '))) }];
  });
}
