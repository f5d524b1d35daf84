import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { measureSides } from '../sides/measure-sides';
import type { SubjectName } from '../sides/subjects';
import {
  type Change,
  type ComparedTimes,
  changeOfAdded,
  changeOfTotal,
  isRegression,
} from './change';
import { checkOut, compileSide } from './check-out';
import { findBase, type Git } from './find-base';
import { measurable } from './measurable';

/**
 * Compares what the agent costs with what it cost at the merge base, in one
 * run. Exits with 1 when something is more than a tenth dearer, and surely so,
 * in a first run and again in a second. `BENCH_BASE` names another commit;
 * `--anyway` compares even where nothing that counts has changed.
 */
const root = process.cwd();
const rounds = 5;
/** On a machine that has much else to do fewer rounds have to do, so that CI gets on. */
const fewestRounds = 3;
const mostMs = 40_000;

/** The core of what costs. */
const core: readonly SubjectName[] = [
  'method call by a client',
  'other message (ping, pong)',
  'evaluation of an oplog entry',
  'database command',
  'a value recorded',
  'flush of 1,000 series, each',
  'call with 3 spans, kept',
];

interface Scripts {
  readonly base: string;
  readonly head: string;
}

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
  const names = await measurable(scripts.base, core, (name, reason) =>
    say(`NOT COMPARED: ${name}; what measures it does not go with the base: ${reason}`),
  );
  const first = await run(scripts, names);
  const suspects = regressionsIn(first);
  if (suspects.length === 0) return say('no regression');
  say(`more than a tenth dearer: ${suspects.join(', ')}. Once more:`);
  const again = regressionsIn(await run(scripts, suspects));
  if (again.length === 0) return say('not seen again: noise');
  say(`REGRESSION: ${again.join(', ')}`);
  process.exitCode = 1;
}

type Run = ReadonlyMap<SubjectName, readonly ComparedTimes[]>;

async function run({ base, head }: Scripts, names: readonly SubjectName[]): Promise<Run> {
  const measured = new Map<SubjectName, ComparedTimes[]>(names.map((name) => [name, []]));
  const startedAt = performance.now();
  const isLate = () => performance.now() - startedAt > mostMs;
  for (let round = 0; round < rounds && (round < fewestRounds || !isLate()); round++) {
    const times = await measureSides(
      {
        bare: { script: head, variant: 'bare' },
        base: { script: base, variant: 'radiant' },
        head: { script: head, variant: 'radiant' },
      },
      names,
    );
    for (const [name, { bare, base: before = Number.NaN, head: now = Number.NaN }] of times) {
      measured.get(name)?.push({ bare, base: before, head: now });
    }
  }
  for (const [name, times] of measured) say(line(name, times));
  return measured;
}

function regressionsIn(measured: Run): readonly SubjectName[] {
  return [...measured].flatMap(([name, times]) => {
    const added = changeOfAdded(times);
    return isRegression(changeOfTotal(times)) || (added && isRegression(added)) ? [name] : [];
  });
}

function line(name: string, times: readonly ComparedTimes[]): string {
  const total = `in all ${told(changeOfTotal(times))}`;
  const added = changeOfAdded(times);
  return `  ${name.padEnd(28)} ${added ? `${total}, added ${told(added)}` : total}`;
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
