import { execFile } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';
import { buildSync } from 'esbuild';
import { asMeteorCompiles } from '../host/as-meteor-compiles';

/** The root of the package: npm runs its scripts there. */
const root = process.cwd();
const folder = join(root, 'node_modules/.cache/radiant');

/** Compiles a file of the package, and all it imports of it, as Meteor would; gives the path. */
export function compiled(entry: string): string {
  mkdirSync(folder, { recursive: true });
  const outfile = join(folder, `${basename(entry, '.ts')}-${process.pid}.cjs`);
  buildSync({
    ...asMeteorCompiles,
    entryPoints: [join(root, entry)],
    outfile,
    logLevel: 'error',
  });
  return outfile;
}

/** Runs it in a process of its own, and gives what it printed, which is JSON. */
export async function inAProcess(script: string, ...given: readonly string[]): Promise<unknown> {
  const { stdout } = await promisify(execFile)(process.execPath, [script, ...given]);
  return JSON.parse(stdout);
}
