import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { startBots } from '../../examples/demo/bots';
import { columns } from '../../examples/demo/columns';
import type { CallFrame, CpuProfile } from '../../server/cpu/cpu-profile';
import { bundle } from '../host/bundle';
import type { ProfiledOptions } from './app-process';
import { moduleName } from './module-name';
import { sourceOfFrame } from './source-of-frame';
import { type ProfileTimes, timeByModule } from './time-by-module';

const root = join(__dirname, '..', '..');
const entry = join(root, 'server/main.ts');
const bots = 8;
const warmUpMs = 5_000;
const intervalUs = 250;
/** Modules with less are added up. */
const leastShare = 0.0002;

/** Profiles the example app while bots use it, and says where Radiant's own CPU time goes. */
async function profile(seconds: number): Promise<ProfileTimes> {
  const folder = mkdtempSync(join(tmpdir(), 'radiant-profile-'));
  const options: ProfiledOptions = { intervalUs, file: join(folder, 'app.cpuprofile') };
  const child = fork(join(__dirname, 'app-process.ts'), [JSON.stringify(options)], {
    execArgv: ['--require', require.resolve('tsx/cjs')],
    env: { ...process.env, NODE_ENV: 'production' },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const [{ url }] = (await once(child, 'message')) as [{ readonly url: string }];
  const next = async () => {
    const done = once(child, 'message');
    child.send('next');
    await done;
  };
  const running = await startBots(url, bots, { pauseMs: { min: 5, max: 30 } });
  await wait(warmUpMs);
  await next();
  await wait(seconds * 1_000);
  await next();
  await running.stop();
  await running.close();
  const profiled = JSON.parse(readFileSync(options.file, 'utf8')) as CpuProfile;
  child.disconnect();
  rmSync(folder, { recursive: true });

  const code = await bundle(entry);
  return timeByModule(
    profiled,
    moduleOfFrame(sourceOfFrame({ url: pathToFileURL(`${entry}.bundle.js`).href, code }, root)),
  );
}

function moduleOfFrame(sourceOf: (frame: CallFrame) => string | undefined) {
  return (frame: CallFrame): string | undefined => {
    const source = sourceOf(frame);
    if (source !== undefined) return moduleName(source) ?? '';
    return /^$|^node:|\/node_modules\/lodash\//.test(frame.url) ? undefined : '';
  };
}

function linesOf({ modules, radiant, node, garbage, busyMs, totalMs }: ProfileTimes): string[] {
  const large = modules.filter(({ withCallees }) => withCallees >= leastShare);
  const rows = large.map(({ name, self, withCallees }) => [
    name,
    percent(self),
    percent(withCallees),
  ]);
  return [
    ...columns([['% of the process’ CPU time', 'self', 'with callees'], ...rows]),
    `${modules.length - large.length} more modules with less than ${percent(leastShare)} each`,
    '',
    `Radiant ${percent(radiant)}, and Node on its behalf ${percent(node)}; garbage of the whole process ${percent(garbage)}`,
    `the process was busy for ${(busyMs / 1_000).toFixed(1)} s of ${(totalMs / 1_000).toFixed(1)} s, a sample every ${intervalUs} µs`,
  ];
}

const percent = (share: number) => (share * 100).toFixed(2);
const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

const { values } = parseArgs({ options: { seconds: { type: 'string', default: '20' } } });
const seconds = Number(values.seconds);
if (seconds >= 1 && seconds <= 600) {
  profile(seconds).then(
    (times) => process.stdout.write(`${linesOf(times).join('\n')}\n`),
    (error: unknown) => {
      process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
      process.exitCode = 1;
    },
  );
} else {
  process.stderr.write('Usage: npm run profile -- [--seconds N], from 1 to 600 (default: 20)\n');
  process.exitCode = 2;
}
