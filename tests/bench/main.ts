import { addedNs, type BenchTable, formatTable } from './bench-table';
import * as cpu from './cpu.bench';
import * as custom from './custom.bench';
import * as database from './database.bench';
import * as histogram from './histogram.bench';
import * as http from './http.bench';
import * as instruments from './instruments.bench';
import * as memorySink from './memory-sink.bench';
import * as mutations from './mutations.bench';
import * as observers from './observers.bench';
import * as outbox from './outbox.bench';
import * as pipeline from './pipeline.bench';
import * as queryShape from './query-shape.bench';
import * as traces from './traces.bench';

interface BenchFile {
  run(options: { readonly timeMs?: number }): Promise<BenchTable | readonly BenchTable[]>;
}

const files: Readonly<Record<string, BenchFile>> = {
  cpu,
  custom,
  database,
  histogram,
  http,
  instruments,
  'memory-sink': memorySink,
  mutations,
  observers,
  outbox,
  pipeline,
  'query-shape': queryShape,
  traces,
};

/**
 * Runs every bench whose name contains one of the arguments; all without any.
 * `--quick` takes less time. Exits with 1 when a budget is exceeded three times
 * in a row: these machines are noisy.
 *
 * It runs from a bundle (`npm run bench`), compiled as Meteor would: tsx adds
 * work to every closure, to keep its name.
 */
async function main(given: readonly string[]): Promise<void> {
  const wanted = given.filter((argument) => !argument.startsWith('--'));
  const options = given.includes('--quick') ? { timeMs: 200 } : {};
  for (const [name, { run }] of Object.entries(files)) {
    if (wanted.length > 0 && !wanted.some((part) => name.includes(part))) continue;
    let tables = [await run(options)].flat();
    for (let again = 0; again < 2 && exceeded(tables).length > 0; again++) {
      tables = [await run(options)].flat();
    }
    for (const table of tables) process.stdout.write(`${formatTable(table)}\n`);
    for (const { title } of exceeded(tables)) {
      process.stdout.write(`over budget: ${title}\n`);
      process.exitCode = 1;
    }
  }
}

function exceeded(tables: readonly BenchTable[]): readonly BenchTable[] {
  return tables.filter((table) => table.limitNs !== undefined && addedNs(table) > table.limitNs);
}

void main(process.argv.slice(2));
