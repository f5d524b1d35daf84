import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import { asMeteorCompiles } from '../../host/as-meteor-compiles';

export interface CheckOut {
  readonly folder: string;
  /** Whether it wants other packages than those that are installed. */
  readonly hasOtherLock: boolean;
  remove(): void;
}

/** What is measured with: of the head on both sides, so that both are asked the same. */
const measuring = ['tests/bench', 'tests/host', 'tests/support'];

/** Puts a commit into a folder of its own, with the benches and the packages of `root`. */
export function checkOut(root: string, commit: string): CheckOut {
  const folder = mkdtempSync(join(tmpdir(), 'radiant-base-'));
  const archive = execFileSync('git', ['archive', commit], { cwd: root, maxBuffer: 2 ** 30 });
  execFileSync('tar', ['-x', '-C', folder], { input: archive });
  for (const part of measuring) {
    rmSync(join(folder, part), { recursive: true, force: true });
    cpSync(join(root, part), join(folder, part), { recursive: true });
  }
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  const lockOf = (of: string) => readFileSync(join(of, 'package-lock.json'), 'utf8');
  return {
    folder,
    hasOtherLock: lockOf(folder) !== lockOf(root),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/**
 * Compiles the process that measures, over the agent in `folder`.
 *
 * @throws {Error} when the benches do not go with it
 */
export function compileSide(folder: string, outfile: string): string {
  buildSync({
    ...asMeteorCompiles,
    absWorkingDir: folder,
    entryPoints: [join(folder, 'tests/bench/sides/side-process.ts')],
    outfile,
    logLevel: 'silent',
  });
  return outfile;
}
