import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MongoClient } from 'mongodb';

/** A mongod of the lab's own, a replica set of one: it can be killed, and comes back with the data it had. */
export interface OwnMongod {
  readonly url: string;
  /** Resolves once it takes writes. */
  start(): Promise<void>;
  /** SIGKILL: it has no time for anything. */
  kill(): Promise<void>;
  remove(): Promise<void>;
}

/** What runs a mongod: `RADIANT_FAULTS_MONGOD`, which takes its options, or the one of this machine. */
export function mongodProgram(): string | undefined {
  const { RADIANT_FAULTS_MONGOD: given } = process.env;
  if (given) return given;
  return spawnSync('mongod', ['--version']).status === 0 ? 'mongod' : undefined;
}

/** Seconds where nothing else runs. */
const startsWithinMs = 120_000;

export async function ownMongod(program: string): Promise<OwnMongod> {
  const folder = mkdtempSync(join(tmpdir(), 'radiant-mongod-'));
  mkdirSync(join(folder, 'db'));
  const port = await freePort();
  const url = `mongodb://127.0.0.1:${port}/?directConnection=true`;
  let running: ChildProcess | undefined;

  async function kill(): Promise<void> {
    if (!running || running.exitCode !== null || running.signalCode !== null) return;
    const exit = once(running, 'exit');
    running.kill('SIGKILL');
    await exit;
    running = undefined;
  }

  process.once('exit', () => running?.kill('SIGKILL'));

  return {
    url,
    kill,
    async start() {
      const place = ['--dbpath', join(folder, 'db'), '--port', String(port)];
      const rest = ['--bind_ip', '127.0.0.1', '--replSet', 'lab', '--oplogSize', '64'];
      running = spawn(program, [...place, ...rest], { stdio: 'ignore' });
      await untilPrimary(url, `127.0.0.1:${port}`);
    },
    async remove() {
      await kill();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function untilPrimary(url: string, host: string): Promise<void> {
  const deadline = Date.now() + startsWithinMs;
  while (!(await isPrimary(url, host))) {
    if (Date.now() > deadline) throw new Error('the mongod of the lab does not start');
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
}

async function isPrimary(url: string, host: string): Promise<boolean> {
  const client = new MongoClient(url, {
    serverSelectionTimeoutMS: 500,
    connectTimeoutMS: 2_000,
    socketTimeoutMS: 2_000,
  });
  try {
    const admin = client.db('admin');
    const hello = await admin.command({ hello: 1 });
    if (!hello.setName) {
      const config = { _id: 'lab', members: [{ _id: 0, host }] };
      await admin.command({ replSetInitiate: config });
    }
    return hello.isWritablePrimary === true;
  } catch {
    return false; // not up yet
  } finally {
    await client.close();
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  return typeof address === 'object' && address ? address.port : 0;
}
