import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import {
  type Change,
  type ComparedPair,
  changeOfAdded,
  changeOfTotal,
  isRegression,
} from './change';
import { checkOut, compileSide } from './check-out';
import { findBase, type Git } from './find-base';
import { measurePair, type Scripts } from './measure-pair';
import { subjects } from './subjects';

/**
 * Compares what the agent costs with what it cost at the merge base, in one
 * run. Exits with 1 when something is more than a tenth dearer, and surely so,
 * in a first run and again in a second. `BENCH_BASE` names another commit;
 * `--anyway` compares even where nothing that counts has changed.
 */
const root = process.cwd();
const pairs = 5;

async function main(given: readonly string[]): Promise<void> {
  const base = findBase(git, process.env.BENCH_BASE);
  if ('none' in base)
    return say(`NOTHING TO COMPARE WITH: ${base.none}. No regression was looked for.`);
  say(`compared with ${base.commit.slice(0, 8)}, ${base.what}`);
  const isSame = git('diff', '--quiet', base.commit, '--', 'common', 'server') !== undefined;
  if (isSame && !given.includes('--anyway')) {
    return say('common/ and server/ are as they were: nothing can be dearer');
  }
  const folder = checkOut(root, base.commit);
  try {
    if (folder.hasOtherLock) {
      say('package-lock.json is another one there; both sides run with the packages of the head');
    }
    const own = join(root, 'node_modules/.cache/radiant');
    mkdirSync(own, { recursive: true });
    const scripts = {
      head: compileSide(root, join(own, `head-${process.pid}.cjs`)),
      base: compileSide(folder.folder, join(folder.folder, 'base.cjs')),
    };
    await compare(scripts);
  } finally {
    folder.remove();
  }
}

async function compare(scripts: Scripts): Promise<void> {
  const first = await run(scripts, Object.keys(subjects));
  const suspects = regressionsIn(first);
  if (suspects.length === 0) return say('no regression');
  say(`more than a tenth dearer: ${suspects.join(', ')}. Once more:`);
  const again = regressionsIn(await run(scripts, suspects));
  if (again.length === 0) return say('not seen again: noise');
  say(`REGRESSION: ${again.join(', ')}`);
  process.exitCode = 1;
}

type Run = ReadonlyMap<string, readonly ComparedPair[]>;

async function run(scripts: Scripts, names: readonly string[]): Promise<Run> {
  const measured = new Map<string, ComparedPair[]>(names.map((name) => [name, []]));
  for (let pair = 0; pair < pairs; pair++) {
    for (const [name, times] of await measurePair(scripts, names)) measured.get(name)?.push(times);
  }
  for (const [name, times] of measured) say(line(name, times));
  return measured;
}

function regressionsIn(measured: Run): readonly string[] {
  return [...measured].flatMap(([name, times]) => {
    const added = changeOfAdded(times);
    return isRegression(changeOfTotal(times)) || (added && isRegression(added)) ? [name] : [];
  });
}

function line(name: string, times: readonly ComparedPair[]): string {
  const total = `in all ${told(changeOfTotal(times))}`;
  const added = changeOfAdded(times);
  return `  ${name.padEnd(24)} ${added ? `${total}, added ${told(added)}` : total}`;
}

const percent = (share: number) => `${share < 0 ? '−' : '+'}${Math.abs(share * 100).toFixed(1)}`;
const told = ({ mean, low, high }: Change) =>
  `${percent(mean)} % (${percent(low)} to ${percent(high)})`;

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

const git: Git = (...given) => {
  try {
    return execFileSync('git', given, { cwd: root, encoding: 'utf8', stdio: 'pipe' }).trim();
  } catch {
    return undefined;
  }
};

void main(process.argv.slice(2));
