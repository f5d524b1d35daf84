import { spawnSync } from 'node:child_process';
import type { BenchTable } from './bench-table';
import * as cpu from './cpu.bench';
import * as custom from './custom.bench';
import * as database from './database.bench';
import * as flush from './flush.bench';
import { formatTable } from './format-table';
import * as growth from './growth.bench';
import * as histogram from './histogram.bench';
import * as http from './http.bench';
import * as idle from './idle.bench';
import * as instruments from './instruments.bench';
import * as memory from './memory.bench';
import * as memorySink from './memory-sink.bench';
import * as mutations from './mutations.bench';
import * as observers from './observers.bench';
import * as outbox from './outbox.bench';
import * as pipeline from './pipeline.bench';
import * as queryShape from './query-shape.bench';
import * as rivals from './rivals.bench';
import { shortcomings } from './shortcomings';
import * as startUp from './start-up.bench';
import * as traces from './traces.bench';

interface BenchFile {
  run(options: BenchOptions): Promise<BenchTable | readonly BenchTable[]>;
}

interface BenchOptions {
  /** How long each task is run; each file has a time of its own. */
  readonly timeMs?: number;
  readonly isQuick?: boolean;
}

const files: Readonly<Record<string, BenchFile>> = {
  ...{ instruments, observers, database, mutations, traces, pipeline, histogram, rivals },
  ...{
    'histogram-memory': memory,
    flush,
    'start-up': startUp,
    idle,
    http,
    cpu,
    custom,
    outbox,
    growth,
  },
  ...{ 'memory-sink': memorySink, 'query-shape': queryShape },
};

const attempts = 3;

/**
 * Runs every bench whose name contains one of the arguments, or all; each in a
 * process of its own, so that none finds the other's code compiled for what it
 * does not do. `--quick` takes less time, and `growth` is left out of it unless it
 * is named. Exits with 1 when a budget is exceeded
 * or a rival is not behind three times in a row: these machines are noisy.
 *
 * It runs from a bundle (`npm run bench`), compiled as Meteor would: tsx adds
 * work to every closure, to keep its name.
 */
async function main(given: readonly string[]): Promise<void> {
  const isQuick = given.includes('--quick');
  const alone = given.find((argument) => argument.startsWith('--alone='))?.slice(8);
  if (alone) return runHere(alone, isQuick);

  const parts = given.filter((argument) => !argument.startsWith('--'));
  const isWanted = (name: string) =>
    parts.length === 0
      ? !(isQuick && name === 'growth')
      : parts.some((part) => name.includes(part));
  const wanted = Object.keys(files).filter(isWanted);
  if (wanted.length === 0) throw new Error(`no bench is called ${parts.join(' or ')}`);
  for (const name of wanted) {
    const more = isQuick ? ['--quick'] : [];
    const arguments_ = [...process.execArgv, __filename, `--alone=${name}`, ...more];
    const { status } = spawnSync(process.execPath, arguments_, { stdio: 'inherit' });
    if (status !== 0) process.exitCode = 1;
  }
}

async function runHere(name: string, isQuick: boolean): Promise<void> {
  const file = files[name];
  if (!file) throw new Error(`no bench is called ${name}`);
  const options = isQuick ? { timeMs: 150, isQuick } : {};
  let tables = [await file.run(options)].flat();
  for (let times = 1; times < attempts && tables.flatMap(shortcomings).length > 0; times++) {
    tables = [await file.run(options)].flat();
  }
  for (const table of tables) process.stdout.write(`${formatTable(table)}\n`);
  for (const shortcoming of tables.flatMap(shortcomings)) {
    process.stdout.write(`NOT AS IT HAS TO BE: ${shortcoming}\n\n`);
    process.exitCode = 1;
  }
}

void main(process.argv.slice(2));
