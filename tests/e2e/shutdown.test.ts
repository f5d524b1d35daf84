import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import type { Batch } from '../../common/batch';
import { batchFromJson } from '../../common/batch-json';
import { aFolder } from '../support/a-folder';
import type { ShutdownApp } from './shutdown-app';

const script = join(__dirname, 'shutdown-app.ts');

interface Ending {
  readonly code: number | null;
  readonly signal: string | null;
  readonly tookMs: number;
}

describe('an app that is told to end', function () {
  this.timeout(30_000);
  const folder = aFolder();
  const children: ChildProcess[] = [];

  afterEach(() => {
    for (const child of children.splice(0)) child.kill('SIGKILL');
  });

  const fileOf = (name: string) => join(folder.path, `${name}.ndjson`);

  function spawn(app: Partial<ShutdownApp>, name = 'batches') {
    const full: ShutdownApp = { radiant: true, file: fileOf(name), ...app };
    const child = fork(script, {
      execArgv: ['--require', 'tsx/cjs'],
      env: { ...process.env, APP: JSON.stringify(full) },
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    children.push(child);
    return child;
  }

  /** Lets it count a last time, and says how much it has counted in all. */
  async function countsOf(child: ChildProcess): Promise<number> {
    const counting = once(child, 'message');
    child.send('count');
    const [total] = await counting;
    return Number(total);
  }

  async function ended(child: ChildProcess, startedAt = Date.now()): Promise<Ending> {
    const [code, signal] = await once(child, 'exit');
    return { code, signal, tookMs: Date.now() - startedAt };
  }

  async function end(app: Partial<ShutdownApp>, signal: NodeJS.Signals = 'SIGTERM') {
    const child = spawn(app, app.radiant === false ? 'without' : 'batches');
    await once(child, 'message');
    const exit = ended(child);
    child.kill(signal);
    return exit;
  }

  const batches = (name = 'batches'): Batch[] =>
    existsSync(fileOf(name))
      ? readFileSync(fileOf(name), 'utf8').trim().split('\n').map(batchFromJson)
      : [];
  const counted = (all = batches()) =>
    all
      .flatMap(({ series }) => series)
      .reduce((sum, one) => sum + (one.metric === 'app.counter' ? Number(one.value) : 0), 0);

  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    it(`dies of ${signal} as without Radiant, and has delivered before`, async () => {
      const plain = await end({ radiant: false }, signal);
      const watched = await end({}, signal);

      expect([watched.code, watched.signal]).to.deep.equal([plain.code, plain.signal]);
      expect(watched.signal).to.equal(signal);
      expect(watched.tookMs).to.be.below(1_500);
      expect(counted()).to.be.at.least(1);
    });
  }

  for (const listener of ['exit', 'once', 'slow-exit', 'signal-exit'] as const) {
    it(`ends as without Radiant where the app listens: ${listener}`, async () => {
      const plain = await end({ radiant: false, listener });
      const watched = await end({ listener });

      expect([watched.code, watched.signal]).to.deep.equal([plain.code, plain.signal]);
      expect(watched.tookMs).to.be.below(plain.tookMs + 1_000);
    });
  }

  it('delivers while the app shuts down, and goes on recording', async () => {
    await end({ listener: 'slow-exit', flushIntervalMs: 300 });

    const all = batches();

    expect(counted(all)).to.be.at.least(6);
    expect(new Set(all.map(({ id }) => id)).size).to.equal(all.length);
    expect(all.length).to.be.at.least(2);
  });

  it('is dead within three seconds when a sink hangs', async () => {
    const ending = await end({ sink: 'hanging' });

    expect(ending.signal).to.equal('SIGTERM');
    expect(ending.tookMs).to.be.within(1_500, 3_000);
  });

  it('dies at once of a second signal', async () => {
    const child = spawn({ sink: 'hanging' });
    await once(child, 'message');
    child.kill('SIGTERM');
    await new Promise((resolve) => setTimeout(resolve, 200));

    const exit = ended(child);
    child.kill('SIGTERM');
    const { signal, tookMs } = await exit;

    expect(signal).to.equal('SIGTERM');
    expect(tookMs).to.be.below(1_000);
  });

  it('ends by itself with all delivered, once', async () => {
    const { code, signal } = await ended(spawn({ ends: true, sink: 'slow' }));

    expect([code, signal]).to.deep.equal([0, null]);
    expect(batches()).to.have.length(1);
    expect(counted()).to.equal(1);
  });

  it('stores exactly what was counted, when the signal comes in the middle of a flush', async () => {
    for (let round = 0; round < 3; round++) {
      const name = `round-${round}`;
      const child = spawn({ sink: 'slow', flushIntervalMs: 100 }, name);
      await once(child, 'message');
      const total = await countsOf(child);
      await new Promise((resolve) => setTimeout(resolve, 37 * round));
      const exit = ended(child);
      child.kill('SIGTERM');
      await exit;

      const all = batches(name);
      const sequences = all.map(({ sequences: [first] }) => first);
      expect(new Set(all.map(({ id }) => id)).size).to.equal(all.length);
      expect(sequences).to.deep.equal(sequences.map((_, at) => at + 1));
      expect(counted(all)).to.equal(total);
    }
  });

  it('leaves on disk what a sink did not take, for the next start to deliver', async () => {
    const spill = join(folder.path, 'spill');
    const child = spawn({ sink: 'refusing', spill });
    await once(child, 'message');
    const total = await countsOf(child);
    const first = ended(child);
    child.kill('SIGTERM');
    const { signal } = await first;
    expect(signal).to.equal('SIGTERM');
    expect(counted()).to.equal(0);
    expect(readdirSync(join(spill, 'file'))).to.have.length(1);

    await end({ spill });

    const [instance] = batches().map(({ resource }) => resource.instance);
    expect(counted(batches().filter(({ resource }) => resource.instance === instance))).to.equal(
      total,
    );
    const ids = batches().map(({ id }) => id);
    expect(new Set(ids).size).to.equal(ids.length);
    expect(
      readdirSync(join(spill, 'file')).flatMap((name) => readdirSync(join(spill, 'file', name))),
    ).to.deep.equal([]);
  });

  it('leaves on disk what a hanging sink did not answer to, and still dies in time', async () => {
    const spill = join(folder.path, 'spill');

    const { signal, tookMs } = await end({ sink: 'hanging', spill });

    expect(signal).to.equal('SIGTERM');
    expect(tookMs).to.be.below(3_000);
    const [own = ''] = readdirSync(join(spill, 'file'));
    expect(readdirSync(join(spill, 'file', own))).to.have.length(1);
  });
});
