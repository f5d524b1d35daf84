import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type BenchTable, formatTable } from './bench-table';

interface BenchFile {
  run(): Promise<BenchTable | readonly BenchTable[]>;
}

/** Runs every `*.bench.ts` beside this file whose name contains one of the arguments; all without any. */
async function main(wanted: readonly string[]): Promise<void> {
  const files = (await readdir(__dirname)).filter((name) => name.endsWith('.bench.ts')).sort();
  for (const file of files) {
    if (wanted.length > 0 && !wanted.some((part) => file.includes(part))) continue;
    const { run }: BenchFile = await import(pathToFileURL(join(__dirname, file)).href);
    for (const table of [await run()].flat()) process.stdout.write(`${formatTable(table)}\n`);
  }
}

void main(process.argv.slice(2));
