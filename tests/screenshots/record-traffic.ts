import { mkdir, readFile, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Batch } from '../../common/batch';
import { batchFromJson } from '../../common/batch-json';
import { startBots } from '../../examples/demo/bots';
import { type ScenarioName, scenarios } from '../../examples/demo/scenarios';
import { startApp } from '../../examples/demo/start-app';

const FLUSH_INTERVAL_MS = 5_000;
const START_UP_MS = 10_000;

export interface Recording {
  readonly scenario: ScenarioName;
  readonly release: string;
  readonly seconds: number;
  /** The file that batches are written to, one a line. */
  readonly path: string;
}

/** Lets bots use the example app for some time, and gives what Radiant recorded of it. */
export async function recordTraffic(recording: Recording): Promise<readonly Batch[]> {
  const { scenario, release, seconds, path } = recording;
  await mkdir(dirname(path), { recursive: true });
  await rm(path, { force: true });
  const settings = {
    ...{ service: 'todos', environment: 'production', release, logs: 'info' },
    ...{ flushIntervalMs: FLUSH_INTERVAL_MS, ndjson: { path } },
  };
  const app = await startApp({
    ...{ version: '3.3.2', driver: 'oplog', scenario, port: 0, development: true },
    settings: { radiant: settings },
  });
  const bots = await startBots(app.url, 4, { scenario: scenarios[scenario] });
  const enough = new Promise((resolve) => setTimeout(resolve, seconds * 1_000 + START_UP_MS));
  await Promise.race([enough, app.crashed, bots.failed]);
  await bots.stop();
  await bots.close();
  await app.stop();
  return readRecording(path);
}

/** What was recorded before; without the time in which the app and its bots started. */
export async function readRecording(path: string): Promise<readonly Batch[]> {
  const lines = (await readFile(path, 'utf8')).split('\n').filter(Boolean);
  const batches = lines.map((line) => batchFromJson(line));
  const from = (batches[0]?.from ?? 0) + START_UP_MS;
  return batches.filter((batch) => batch.from >= from);
}
