import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'chai';
import { blocksOf, root, textOf } from '../docs/documents';
import { describeLocally } from './target';

const longestMs = 50_000;

// It starts an app of its own.
describeLocally('docs/quick-start.md', () => {
  let scratch: string;
  let folder: string;
  let port: number;
  let app: ChildProcess | undefined;
  let output = '';

  before(async () => {
    scratch = mkdtempSync(join(tmpdir(), 'radiant-walk-'));
    folder = join(scratch, 'empty');
    mkdirSync(folder);
    port = await freePort();
    if (spawnSync('sh', ['-c', 'command -v meteor']).status !== 0) standIn(scratch);
  });
  after(() => {
    if (app?.pid) process.kill(-app.pid, 'SIGKILL');
    rmSync(scratch, { recursive: true, force: true });
  });

  const environment = () => ({
    ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^RADIANT_/.test(name))),
    PATH: `${join(scratch, 'bin')}:${process.env.PATH}`,
    WALK_PORT: String(port),
    RADIANT_FLUSH_INTERVAL_MS: '500', // a reader has ten seconds, a test has not
    METEOR_PACKAGE_DIRS: join(root, '..'),
    NODE_ENV: 'development', // as meteor run sets it
  });

  /** Runs a block where the one before it has left off. */
  function run(code: string): string {
    const where = join(scratch, 'where');
    const { status, stdout, stderr } = spawnSync(
      'bash',
      ['-euo', 'pipefail', '-c', `${code}\npwd > ${where}`],
      { cwd: folder, encoding: 'utf8', env: environment(), timeout: longestMs },
    );
    expect(status, `${code}${stdout}${stderr}`).to.equal(0);
    folder = readFileSync(where, 'utf8').trim();
    return stdout;
  }

  /** Runs a block again until it says so, as a reader would. */
  async function runUntil(code: string, says: RegExp): Promise<void> {
    const before = Date.now() + longestMs;
    let said = run(code);
    while (!says.test(said) && Date.now() < before) {
      await sleep(300);
      said = run(code);
    }
    expect(said, output).to.match(says);
  }

  async function start(code: string): Promise<void> {
    app = spawn('bash', ['-c', code], { cwd: folder, env: environment(), detached: true });
    for (const stream of [app.stdout, app.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => {
        output += text;
      });
    }
    const before = Date.now() + longestMs;
    while (!/App running at/.test(output) && Date.now() < before && app.exitCode === null) {
      await sleep(100);
    }
    expect(output).to.match(/App running at/);
  }

  it('leads from an empty folder to figures and the dashboard, word for word', async () => {
    const walk = blocksOf(textOf('docs/quick-start.md')).filter(({ mark }) => mark === 'walk');
    const says = [/"hooks":.*"methods":\{"state":"ok"\}/s, /"greet"/];
    expect(walk).to.have.length.above(5);

    for (const { code } of walk) {
      const here = code.replaceAll('localhost:3000', `localhost:${port}`);
      if (/^meteor$/m.test(here)) await start(here);
      else if (here.startsWith('curl')) await runUntil(here, says.shift() ?? /./);
      else run(here);
    }

    expect(says, 'all that was to be seen').to.deep.equal([]);
    expect(output, 'no complaints of the agent').not.to.match(/\[radiant\]/);
    expect(readFileSync(join(folder, '.meteor/packages'), 'utf8')).to.match(/^radiant:agent\n/);
    await expectDashboard(`http://localhost:${port}/_radiant/`);
  }).timeout(4 * longestMs);
});

/** The page, where the dashboard has been built. */
async function expectDashboard(url: string): Promise<void> {
  const response = await fetch(url, { headers: { accept: 'text/html' } });
  if (!existsSync(join(root, 'server/dashboard/static/index.html'))) {
    process.stdout.write('      SKIPPED: the dashboard’s files have not been built\n');
    return;
  }
  expect(response.status).to.equal(200);
  expect(await response.text()).to.match(/<html/i);
}

/** Puts a `meteor` on the way that runs apps on the host. */
function standIn(scratch: string): void {
  const command = join(__dirname, 'walk/meteor.ts');
  const tsx = require.resolve('tsx/cjs');
  mkdirSync(join(scratch, 'bin'));
  writeFileSync(
    join(scratch, 'bin/meteor'),
    `#!/bin/sh\nexec '${process.execPath}' --require '${tsx}' '${command}' "$@"\n`,
    { mode: 0o755 },
  );
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(0, () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}
