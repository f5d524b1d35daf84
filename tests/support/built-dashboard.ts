import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';

const root = join(__dirname, '..', '..');
const project = join(root, 'client/dashboard');
const kept = join(root, 'node_modules/.cache/radiant/dashboard');
const MOST_KEPT = 12;

let built: Promise<string> | undefined;

/**
 * The folder that the dashboard is built into, as its sources are now. It is built once for each
 * state of them, and shared by whoever has the same.
 */
export function builtDashboard(): Promise<string> {
  built ??= build();
  return built;
}

async function build(): Promise<string> {
  const folder = join(kept, await hashOfSources());
  if (existsSync(folder)) return folder;
  const made = `${folder}.${process.pid}`;
  await mkdir(made, { recursive: true });
  await vite(made);
  // Somebody else may have been faster: what is there then is the same.
  await rename(made, folder).catch(() => rm(made, { recursive: true, force: true }));
  await forgetOld();
  return folder;
}

/** Of all that a build is made of: sources, what they import of `common/`, and the versions of packages. */
async function hashOfSources(): Promise<string> {
  const hash = createHash('sha256');
  for (const folder of [project, join(root, 'common')]) {
    for (const path of (await readdir(folder, { recursive: true })).sort()) {
      const file = join(folder, path);
      if (!(await stat(file)).isFile()) continue;
      hash.update(path).update(await readFile(file));
    }
  }
  hash.update(await readFile(join(root, 'package-lock.json')));
  return hash.digest('hex').slice(0, 16);
}

function vite(out: string): Promise<void> {
  const program = join(root, 'node_modules/vite/bin/vite.js');
  const child = spawn(process.execPath, [program, 'build', '--logLevel', 'error'], {
    cwd: project,
    env: { ...process.env, RADIANT_DASHBOARD_OUT: out, NODE_OPTIONS: '' },
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      said += text;
    });
  }
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) =>
      code === 0 ? resolve() : reject(new Error(`The dashboard could not be built:\n${said}`)),
    );
  });
}

async function forgetOld(): Promise<void> {
  const names = await readdir(kept);
  const aged = await Promise.all(
    names.map(async (name) => ({ name, at: (await stat(join(kept, name))).mtimeMs })),
  );
  const old = aged.sort((a, b) => b.at - a.at).slice(MOST_KEPT);
  await Promise.all(old.map(({ name }) => rm(join(kept, name), { recursive: true, force: true })));
}
