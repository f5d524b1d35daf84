import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type FaultyServer, faultyServer, textOf } from './faulty-server';
import { batchStore, type Stored } from './figures';

export interface Restart {
  readonly name: string;
  /** What the processes counted in all. */
  readonly sent: number;
  readonly stored: Stored;
  readonly wrong: readonly string[];
}

type Slowness = 'slow' | 'hangs' | 'answer lost';

const processes = 3;
const LONGEST_MS = 30_000;

/**
 * Real processes, one after the other, with the sink `http` and one folder to
 * spill to. Each is told to end (SIGTERM) while a flush is under way at a server
 * that is slow, hangs or takes all and does not answer; the last one meets a
 * server that is well. The store then has exactly what was counted.
 */
export async function restarts(): Promise<readonly Restart[]> {
  return [await restart('slow'), await restart('hangs'), await restart('answer lost')];
}

async function restart(slowness: Slowness): Promise<Restart> {
  const folder = mkdtempSync(join(tmpdir(), 'radiant-faults-'));
  const store = batchStore();
  let isSlow = false;
  const server = await faultyServer({
    now: Date.now,
    async take(sent) {
      if (isSlow) await wait(150);
      store.take(textOf(sent));
      return { status: 200, bytes: Buffer.alloc(0) };
    },
  });
  let sent = 0;
  const wrong: string[] = [];
  for (let n = 0; n < processes; n++) {
    const isLast = n === processes - 1;
    const child = spawn(server, folder);
    await once(child, 'message');
    await wait(150);
    isSlow = slowness === 'slow' && !isLast;
    if (slowness !== 'slow' && !isLast) await server.become(slowness);
    await wait(100 + 37 * n);
    const before = sent;
    sent += await countOf(child);
    if (isLast) await arrived(() => store.stored().windows, before);
    wrong.push(...(await endOf(child)));
    await server.become();
  }
  const stored = store.stored();
  if (stored.windows !== sent) wrong.push(`${stored.windows} are stored of ${sent}`);
  if (stored.contradictions > 0) wrong.push('one id, different contents');
  await server.close();
  rmSync(folder, { recursive: true, force: true });
  return { name: `SIGTERM in mid-flush, ${slowness}`, sent, stored, wrong };
}

/** Waits until so many are stored and no more come, for as long as a busy machine may take. */
async function arrived(stored: () => number, least: number): Promise<void> {
  const endAt = Date.now() + LONGEST_MS;
  for (let last = -1; Date.now() < endAt && (stored() < least || stored() > last); ) {
    last = stored();
    await wait(300);
  }
}

function spawn(server: FaultyServer, spill: string): ChildProcess {
  return fork(join(__dirname, 'restart-app.ts'), {
    execArgv: ['--require', require.resolve('tsx/cjs')],
    env: { ...process.env, RADIANT_FAULTS_URL: server.url, RADIANT_FAULTS_SPILL: spill },
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
}

async function countOf(child: ChildProcess): Promise<number> {
  const counted = once(child, 'message');
  child.send('stop counting');
  const [total] = await counted;
  return Number(total);
}

async function endOf(child: ChildProcess): Promise<string[]> {
  const exit = once(child, 'exit');
  const startedAt = Date.now();
  child.kill('SIGTERM');
  const [, signal] = await exit;
  const tookMs = Date.now() - startedAt;
  return [
    ...(signal === 'SIGTERM' ? [] : [`ended by ${signal}`]),
    ...(tookMs > 4_000 ? [`took ${tookMs} ms to end`] : []),
  ];
}

const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
