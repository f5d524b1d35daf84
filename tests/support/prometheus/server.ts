import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Whether Prometheus and its tool are installed here (Debian's package `prometheus`). */
export const hasPrometheus =
  spawnSync('prometheus', ['--version']).status === 0 &&
  spawnSync('promtool', ['--version']).status === 0;

export interface PrometheusServer {
  readonly url: string;
  /** The value of each series that a query gives, by its labels. */
  query(promql: string): Promise<ReadonlyArray<{ labels: Record<string, string>; value: number }>>;
  /** The error a query is refused with; undefined when it is accepted. */
  refusal(promql: string): Promise<string | undefined>;
  /** Waits until a query gives something that satisfies `enough`. */
  until(promql: string, enough: (values: readonly number[]) => boolean): Promise<readonly number[]>;
  stop(): Promise<void>;
}

/** A real Prometheus that scrapes one target every half second. */
export async function startPrometheus(target: {
  readonly port: number;
  readonly path: string;
  readonly token?: string;
}): Promise<PrometheusServer> {
  const folder = await mkdtemp(join(tmpdir(), 'radiant-prometheus-'));
  const port = await freePort();
  await writeFile(join(folder, 'prometheus.yml'), configFor(target));
  const child = spawn(
    'prometheus',
    [
      `--config.file=${join(folder, 'prometheus.yml')}`,
      `--storage.tsdb.path=${join(folder, 'data')}`,
      `--web.listen-address=127.0.0.1:${port}`,
      '--enable-feature=exemplar-storage',
    ],
    { stdio: 'ignore' },
  );
  const url = `http://127.0.0.1:${port}`;
  await ready(url, child);

  async function ask(promql: string): Promise<Answer> {
    const response = await fetch(`${url}/api/v1/query?query=${encodeURIComponent(promql)}`);
    return (await response.json()) as Answer;
  }

  async function query(promql: string) {
    const { data, error } = await ask(promql);
    if (!data) throw new Error(error);
    return data.result.map(({ metric, value }) => ({ labels: metric, value: Number(value[1]) }));
  }

  return {
    url,
    query,
    refusal: async (promql) => (await ask(promql)).error,
    async until(promql, enough) {
      const deadline = Date.now() + 30_000;
      for (;;) {
        const values = (await query(promql)).map(({ value }) => value);
        if (enough(values)) return values;
        if (Date.now() > deadline) throw new Error(`${promql} gave ${JSON.stringify(values)}`);
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
    },
    async stop() {
      const ended = new Promise((resolve) => child.once('exit', resolve));
      child.kill();
      await ended;
      await rm(folder, { recursive: true, force: true });
    },
  };
}

interface Answer {
  readonly error?: string;
  readonly data?: {
    readonly result: ReadonlyArray<{
      readonly metric: Record<string, string>;
      readonly value: readonly [at: number, value: string];
    }>;
  };
}

function configFor({ port, path, token }: { port: number; path: string; token?: string }): string {
  const authorization = token ? `\n    authorization: { credentials: ${token} }` : '';
  return `global:
  scrape_interval: 500ms
scrape_configs:
  - job_name: app
    metrics_path: ${path}${authorization}
    static_configs:
      - targets: ['127.0.0.1:${port}']
`;
}

async function ready(url: string, child: ChildProcess): Promise<void> {
  const deadline = Date.now() + 30_000;
  for (;;) {
    const isReady = await fetch(`${url}/-/ready`).then(
      ({ ok }) => ok,
      () => false,
    );
    if (isReady) return;
    if (child.exitCode !== null || Date.now() > deadline)
      throw new Error('Prometheus did not start');
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address ? address.port : 0;
}
