import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { buildSync } from 'esbuild';

/** What becomes of a process, and what was recorded in it. */
interface Fate {
  readonly status: number | null;
  readonly stderr: string;
  readonly stdout: string;
  readonly sightings: readonly string[];
}

interface Scenario {
  readonly code: string;
  readonly flags?: readonly string[];
  readonly seen: readonly string[];
}

const reject = "Promise.reject(new Error('rejected'));";
const listen = "process.on('unhandledRejection', (e) => console.log('app saw', e.message));";
const later = (code: string) => `setTimeout(() => { ${code} }, 20);`;

const scenarios: Readonly<Record<string, Scenario>> = {
  'an exception': { code: "throw new Error('thrown');", seen: ['uncaughtException thrown'] },
  'an exception that is no error': { code: 'throw undefined;', seen: ['uncaughtException '] },
  'an exception that the app handles': {
    code: `process.on('uncaughtException', (e) => console.log('app saw', e.message)); throw new Error('thrown');`,
    seen: ['uncaughtException thrown'],
  },
  'a rejection': { code: reject, seen: ['unhandledRejection rejected'] },
  'a rejection that the app listens to': {
    code: listen + reject,
    seen: ['unhandledRejection rejected'],
  },
  'a rejection that the app listened to before': {
    code: `/* before */${reject}`,
    seen: ['unhandledRejection rejected'],
  },
  'a rejection that the app listens to once, and another': {
    code: `${listen.replace('.on(', '.once(')} ${reject} ${later(reject)}`,
    seen: ['unhandledRejection rejected', 'unhandledRejection rejected'],
  },
  'a rejection when the app listens no more': {
    code: `const f = () => 1; process.on('unhandledRejection', f); process.off('unhandledRejection', f); ${reject}`,
    seen: ['unhandledRejection rejected'],
  },
  'a rejection when all listeners were taken out': {
    code: `${listen} process.removeAllListeners('unhandledRejection'); ${reject}`,
    seen: ['unhandledRejection rejected'],
  },
  'a rejection when one of two listeners is left': {
    code: `const f = () => 1; process.on('unhandledRejection', f); ${listen} process.off('unhandledRejection', f); ${reject}`,
    seen: ['unhandledRejection rejected'],
  },
  'a rejection in the mode warn': { code: reject, flags: ['warn'], seen: [] },
  'a rejection in the mode none': { code: reject, flags: ['none'], seen: [] },
  'a rejection in the mode warn that the app listens to': {
    code: listen + reject,
    flags: ['warn'],
    seen: ['unhandledRejection rejected'],
  },
  'a rejection in the mode strict': {
    code: listen + reject,
    flags: ['strict'],
    seen: ['unhandledRejection rejected'],
  },
  'a rejection in the mode strict that the app lives on after': {
    code: `process.on('uncaughtException', () => 1); ${listen} ${reject} ${later(reject)}`,
    flags: ['strict'],
    seen: ['unhandledRejection rejected', 'unhandledRejection rejected'],
  },
  'a rejection that is handled in time': {
    code: "Promise.reject(new Error('rejected')).catch(() => 1);",
    seen: [],
  },
  'a rejection after it was taken out': { code: `undo(); ${listen} undo(); ${reject}`, seen: [] },
  'no change of what the app can count': {
    code: `console.log(process.listenerCount('unhandledRejection')); ${listen} undo();
      for (const name of ['unhandledRejection', 'newListener', 'removeListener', 'uncaughtExceptionMonitor'])
        console.log(name, process.listenerCount(name));`,
    seen: [],
  },
};

describe('watchProcess', function () {
  this.timeout(30_000);
  let folder: string;

  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'radiant-process-'));
    buildSync({
      entryPoints: [join(__dirname, '../../../../server/instruments/errors/watch-process.ts')],
      bundle: true,
      platform: 'node',
      outfile: join(folder, 'watch.cjs'),
    });
  });
  after(() => rmSync(folder, { recursive: true }));

  function run({ code, flags = [] }: Scenario, isWatched: boolean): Fate {
    const script = join(folder, 'app.cjs');
    const out = join(folder, 'seen.txt');
    writeFileSync(out, '');
    const isBefore = code.startsWith('/* before */');
    writeFileSync(
      script,
      `const { appendFileSync } = require('node:fs');
      const recorder = {
        context: { current: () => undefined },
        error: ({ source, error }) =>
          appendFileSync(${JSON.stringify(out)}, source + ' ' + (error?.message ?? '') + '\\n'),
      };
      ${isBefore ? listen : ''}
      const undo = process.env.WATCHED
        ? require('./watch.cjs').watchProcess(process, recorder)
        : () => undefined;
      ${code}`,
    );
    const args = flags.map((mode) => `--unhandled-rejections=${mode}`);
    const env = { PATH: process.env.PATH, ...(isWatched && { WATCHED: '1' }) };
    const child = spawnSync(process.execPath, [...args, script], { encoding: 'utf8', env });
    return {
      status: child.status,
      stdout: child.stdout,
      stderr: child.stderr.replaceAll(String(child.pid), 'PID'),
      sightings: readFileSync(out, 'utf8').split('\n').filter(Boolean),
    };
  }

  for (const [what, scenario] of Object.entries(scenarios)) {
    it(`records ${what}, and changes nothing of the fate of the process`, () => {
      const bare = run(scenario, false);
      const watched = run(scenario, true);

      expect(watched.sightings.map((line) => line.trim())).to.deep.equal(
        scenario.seen.map((line) => line.trim()),
      );
      expect({ ...watched, sightings: [] }).to.deep.equal(bare);
    });
  }
});
