import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { expect } from 'chai';
import { causes, PUBLICATION } from './profiled/causes';
import type { Compared } from './profiled/run';

const TOLERANCE = 0.2;
/** What else the machine does disturbs a run, but not three of them. */
const ATTEMPTS = 3;
const RUN_MS = 30_000;
/**
 * What Radiant counts is wall time, garbage collected meanwhile included; V8 books garbage to nobody.
 * With a young generation this large there is hardly any, so that both measure the same.
 */
const HARDLY_ANY_GARBAGE = ['--min-semi-space-size=256', '--max-semi-space-size=256'];

describe('the CPU time of observers', () => {
  for (const cause of Object.keys(causes)) {
    it(`is what V8's profiler says of the same run: ${cause}`, async function () {
      this.timeout(ATTEMPTS * RUN_MS);

      const attempts: Compared[] = [];
      do attempts.push(await run(cause));
      while (attempts.length < ATTEMPTS && !agrees(attempts.at(-1)));

      const last = attempts.at(-1);
      expect(agrees(last), JSON.stringify(attempts)).to.equal(true);
      expect(last?.first).to.equal(PUBLICATION);
      expect(last?.profiledMs).to.be.greaterThan(20);
    });
  }
});

function agrees(compared: Compared | undefined): boolean {
  if (!compared) return false;
  const { countedMs, profiledMs } = compared;
  return Math.abs(countedMs - profiledMs) <= TOLERANCE * profiledMs;
}

/** Runs a cause in a process of its own, so that the profile has nothing else in it. */
function run(cause: string): Promise<Compared> {
  const program = ['--require', 'tsx/cjs', join(__dirname, 'profiled/run.ts'), cause];
  const child = spawn(process.execPath, [...HARDLY_ANY_GARBAGE, ...program], { timeout: RUN_MS });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => {
      if (code === 0) resolve(JSON.parse(stdout) as Compared);
      else reject(new Error(`the run of ${cause} ended with ${code}: ${stderr}`));
    });
  });
}
