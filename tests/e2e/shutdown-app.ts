import { appendFileSync } from 'node:fs';
import type { Batch } from '../../common/batch';
import { batchToJson } from '../../common/batch-json';
import { RetryableError, type Sink } from '../../common/sink';
import { createRadiant } from '../../server/radiant';

/** What the app under test does; it gets it as JSON in `APP`. */
export interface ShutdownApp {
  readonly radiant: boolean;
  /** Where the sink writes. */
  readonly file: string;
  readonly sink?: 'ok' | 'slow' | 'hanging' | 'refusing';
  /** Of its own listener for SIGTERM. */
  readonly listener?: 'none' | 'exit' | 'once' | 'slow-exit' | 'signal-exit';
  readonly spill?: string;
  /** Ends by itself, when there is nothing to do any more. */
  readonly ends?: boolean;
  readonly flushIntervalMs?: number;
}

const app = JSON.parse(process.env.APP ?? '{}') as ShutdownApp;

const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

function aFileSink(): Sink {
  const kind = app.sink ?? 'ok';
  return {
    name: 'file',
    async write(batch: Batch) {
      if (kind === 'hanging') await new Promise(() => undefined);
      if (kind === 'refusing') throw new RetryableError('no');
      if (kind === 'slow') await wait(300);
      appendFileSync(app.file, `${batchToJson(batch)}\n`);
    },
  };
}

function startRadiant() {
  const radiant = createRadiant({
    app: {
      internals: {} as never,
      settings: { enabled: false },
      isDevelopment: false,
      release: 'METEOR@3.3.2',
      gitCommitHash: undefined,
      handlers: undefined,
    },
    env: {},
    process,
    warn: () => undefined,
  });
  radiant.start({
    enabled: true,
    sinks: [aFileSink()],
    flushIntervalMs: app.flushIntervalMs ?? 60_000,
    ...(app.spill ? { spill: { path: app.spill } } : {}),
  });
  return radiant;
}

async function listen(): Promise<void> {
  switch (app.listener) {
    case 'exit':
      process.on('SIGTERM', () => process.exit(7));
      break;
    case 'once':
      process.once('SIGTERM', () => setTimeout(() => process.exit(8), 400));
      break;
    case 'slow-exit':
      process.on('SIGTERM', async () => {
        await wait(200);
        count(5); // work that ends while the app shuts down
        await wait(800);
        process.exit(9);
      });
      break;
    case 'signal-exit': {
      const { onExit } = await import('signal-exit');
      onExit(() => undefined);
    }
  }
}

const radiant = app.radiant ? startRadiant() : undefined;
const counter = radiant?.counter('work');
let total = 0;

function count(times: number): void {
  counter?.add(times);
  total += times;
}

count(1);

async function main(): Promise<void> {
  await listen();
  if (app.ends) return;
  const busy = setInterval(() => count(1), 5);
  await wait(200);
  process.on('message', () => {
    // As much as was counted is to arrive, so nothing is counted after this.
    clearInterval(busy);
    count(1_000);
    process.send?.(total);
  });
  process.send?.('ready');
  setInterval(() => undefined, 1_000);
}

main();
