import { chmodSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import type { Batch } from '../../../common/batch';
import { batchFromJson, batchToJson } from '../../../common/batch-json';
import type { Spill } from '../../../common/spill';
import { createDropCounter } from '../../../server/pipeline/drop-counter';
import { type DiskSpillOptions, diskSpill } from '../../../server/spill/disk-spill';
import { folderNameOf } from '../../../server/spill/folder-owner';
import { aBatch, aSeries } from '../../support/a-batch';
import { aFolder } from '../../support/a-folder';
import { aFullTrace } from '../../support/a-trace';
import { aFullObserver } from '../../support/an-observer';
import { handClock } from '../../support/hand-clock';

const oneOf = (sequence: number, fields: Partial<Batch> = {}) =>
  aBatch({
    id: `instance-a-${sequence}`,
    sequences: [sequence, sequence],
    from: sequence * 10_000,
    series: [aSeries('ddp.connects', {}, sequence)],
    ...fields,
  });

const self = { host: 'web-1', pid: 100, instance: 'a' };

describe('diskSpill', () => {
  const folder = aFolder();
  const spills: Spill[] = [];

  function aSpill(given: Partial<DiskSpillOptions> = {}) {
    const clock = handClock();
    const drops = createDropCounter();
    const warnings: string[] = [];
    const spill = diskSpill({
      path: folder.path,
      sinkName: 'mongo',
      maxBytes: 1e6,
      self,
      drops,
      timers: clock.timers,
      now: clock.wallNow,
      isAlive: () => false,
      warn: (message) => warnings.push(message),
      ...given,
    });
    spills.push(spill);
    return { spill, clock, drops, warnings };
  }
  const ownFolder = (owner = self) => join(folder.path, 'mongo', folderNameOf(owner));
  const files = (owner = self) => readdirSync(ownFolder(owner));

  async function drain(spill: Spill): Promise<Batch[]> {
    const batches: Batch[] = [];
    for (let batch = await spill.first(); batch; batch = await spill.first()) {
      batches.push(batch);
      await spill.remove(batch.id);
    }
    return batches;
  }

  afterEach(() => {
    for (const spill of spills.splice(0)) spill.close();
  });

  it('gives batches back as they were, in the order of time, whatever order they came in', async () => {
    const { spill } = aSpill();
    const batches = [1, 2, 3].map((sequence) =>
      oneOf(sequence, { observers: [aFullObserver()], traces: [aFullTrace()] }),
    );

    for (const at of [2, 0, 1]) await spill.put(batches[at] ?? aBatch());

    expect(await drain(spill)).to.deep.equal(batches);
    expect(spill.status()).to.deep.equal({ bytes: 0, batches: 0 });
    expect(files()).to.deep.equal([]);
  });

  it('keeps one that was not removed, and gives it again', async () => {
    const { spill } = aSpill();
    await spill.put(oneOf(1));

    const [first, again] = [await spill.first(), await spill.first()];

    expect(first).to.deep.equal(oneOf(1));
    expect(again).to.deep.equal(oneOf(1));
  });

  it('has one copy of a batch that is put twice', async () => {
    const { spill } = aSpill();

    await spill.put(oneOf(1));
    await spill.put(oneOf(1));

    expect(spill.status().batches).to.equal(1);
    expect(await drain(spill)).to.have.length(1);
  });

  it('writes the batch format, as anybody can read it', async () => {
    const { spill } = aSpill();
    await spill.put(oneOf(1));

    const [name = ''] = files();
    const text = readFileSync(join(ownFolder(), name), 'utf8');

    expect(batchFromJson(text)).to.deep.equal(oneOf(1));
    expect(spill.status().bytes).to.equal(Buffer.byteLength(text));
  });

  it('gives what a process left behind to the next one, under the same ids', async () => {
    const before = aSpill();
    for (const sequence of [1, 2]) await before.spill.put(oneOf(sequence));

    const after = aSpill({ self: { ...self, pid: 101, instance: 'b' } });
    const batches = await drain(after.spill);

    expect(batches).to.deep.equal([oneOf(1), oneOf(2)]);
    expect(readdirSync(join(folder.path, 'mongo'))).to.have.length(1);
    expect(after.drops.total()).to.deep.equal({});
  });

  it('leaves alone what belongs to a process that lives', async () => {
    const before = aSpill();
    await before.spill.put(oneOf(1));

    const after = aSpill({ self: { ...self, pid: 101, instance: 'b' }, isAlive: () => true });

    expect(await drain(after.spill)).to.deep.equal([]);
    expect(await drain(before.spill)).to.have.length(1);
  });

  it('gives each batch to one of several processes that start at once', async () => {
    const before = aSpill();
    for (let sequence = 1; sequence <= 20; sequence++) await before.spill.put(oneOf(sequence));

    const takers = ['b', 'c', 'd'].map((instance, at) =>
      aSpill({ self: { host: `web-${at}`, pid: 100, instance }, now: () => Date.now() + 1e9 }),
    );
    const taken = await Promise.all(takers.map(({ spill }) => drain(spill)));

    const ids = taken.flat().map(({ id }) => id);
    expect(new Set(ids).size).to.equal(20);
    expect(ids).to.have.length(20);
  });

  it('looks every minute for processes that ended meanwhile', async () => {
    let alive = true;
    const other = aSpill({ self: { ...self, pid: 7, instance: 'other' } });
    await other.spill.put(oneOf(1));
    const { spill, clock } = aSpill({ isAlive: () => alive });
    expect(await spill.first()).to.equal(undefined);

    alive = false;
    await clock.advance(60_000);

    expect((await spill.first())?.id).to.equal('instance-a-1');
  });

  it('keeps what fits to the byte, then drops the oldest, and counts its windows', async () => {
    const probe = aSpill({ sinkName: 'probe' });
    await probe.spill.put(oneOf(1));
    const { bytes } = probe.spill.status();
    const { spill, drops } = aSpill({ maxBytes: 2 * bytes });

    await spill.put(oneOf(1, { sequences: [1, 3] }));
    await spill.put(oneOf(2));
    expect(drops.total()).to.deep.equal({});
    await spill.put(oneOf(3));

    expect(drops.total()).to.deep.equal({ 'spill-full': 3 });
    expect((await drain(spill)).map(({ id }) => id)).to.deep.equal([
      'instance-a-2',
      'instance-a-3',
    ]);
  });

  it('does not drop the batch that is being delivered', async () => {
    const { spill, drops } = aSpill({ maxBytes: 1 });
    await spill.put(oneOf(1));
    expect(drops.total()).to.deep.equal({ 'spill-full': 1 });

    const roomy = aSpill({ maxBytes: 700 });
    await roomy.spill.put(oneOf(2));
    await roomy.spill.first();
    await roomy.spill.put(oneOf(3));

    expect((await roomy.spill.first())?.id).to.equal('instance-a-2');
    expect(roomy.drops.total()).to.deep.equal({ 'spill-full': 1 });
  });

  it('skips a file that was cut off anywhere, counts it, and goes on', async () => {
    const { spill, drops } = aSpill();
    for (const sequence of [1, 2, 3]) await spill.put(oneOf(sequence));
    const [first = '', second = ''] = files();
    const text = readFileSync(join(ownFolder(), first), 'utf8');
    writeFileSync(join(ownFolder(), first), text.slice(0, -1));
    writeFileSync(join(ownFolder(), second), '');

    const batches = await drain(spill);

    expect(batches.map(({ id }) => id)).to.deep.equal(['instance-a-3']);
    expect(drops.total()).to.deep.equal({ 'spill-failed': 2 });
    expect(files()).to.deep.equal([]);
  });

  it('skips a batch of a version it does not know', async () => {
    const { spill, drops } = aSpill();
    await spill.put(oneOf(1));
    const [name = ''] = files();
    const newer = batchToJson(oneOf(1)).replace('{"v":1', '{"v":9');
    writeFileSync(join(ownFolder(), name), newer);

    expect(await spill.first()).to.equal(undefined);
    expect(drops.total()).to.deep.equal({ 'spill-failed': 1 });
  });

  it('counts what a process was still writing when it ended', async () => {
    const before = { ...self, pid: 7, instance: 'before' };
    mkdirSync(ownFolder(before), { recursive: true });
    writeFileSync(join(ownFolder(before), '000000000010000-6-instance-a-1-6.json.tmp'), '{"v":1');
    writeFileSync(join(ownFolder(before), 'README'), 'not ours');

    const { spill, drops } = aSpill();

    expect(await spill.first()).to.equal(undefined);
    expect(drops.total()).to.deep.equal({ 'spill-failed': 6 });
    expect(files(before)).to.deep.equal(['README']);
  });

  it('goes on when somebody takes its files away', async () => {
    const { spill, drops, warnings } = aSpill();
    for (const sequence of [1, 2]) await spill.put(oneOf(sequence));
    rmSync(ownFolder(), { recursive: true });

    expect(await spill.first()).to.equal(undefined);
    expect(await spill.put(oneOf(3))).to.equal(true);

    expect((await spill.first())?.id).to.equal('instance-a-3');
    expect(drops.total()).to.deep.equal({});
    expect(warnings).to.deep.equal([]);
  });

  it('refuses batches where it cannot write, warns once, and writes again when it can', async () => {
    writeFileSync(join(folder.path, 'mongo'), 'a file where the folder should be');
    const { spill, drops, warnings } = aSpill();

    expect(await spill.put(oneOf(1))).to.equal(false);
    expect(await spill.put(oneOf(2))).to.equal(false);
    rmSync(join(folder.path, 'mongo'));
    expect(await spill.put(oneOf(3))).to.equal(true);

    expect(warnings).to.have.length(1);
    expect(warnings[0]).to.match(/^batches for sink mongo cannot wait on disk: .*(EEXIST|ENOTDIR)/);
    expect(drops.total()).to.deep.equal({});
  });

  it('leaves no draft behind of a batch that it cannot finish', async () => {
    const { spill } = aSpill();
    const inTheWay = '000000000010000-1-instance-a-1.json';
    mkdirSync(join(ownFolder(), inTheWay), { recursive: true });

    expect(await spill.put(oneOf(1))).to.equal(false);

    expect(files()).to.deep.equal([inTheWay]);
  });

  // TEST_FULL_DISK names an empty folder on a small disk: mount -t tmpfs -o size=64k tmpfs /mnt/small
  it('refuses batches on a full disk, and leaves nothing half written', async function () {
    const full = process.env.TEST_FULL_DISK;
    if (!full) this.skip();
    const { spill, warnings } = aSpill({ path: full });

    let taken = 0;
    while (taken < 1_000 && (await spill.put(oneOf(taken + 1)))) taken++;

    expect(taken).to.be.within(1, 999);
    expect(warnings[0]).to.include('ENOSPC');
    expect(await drain(spill)).to.have.length(taken);
  });

  it('can be read by its owner only', async () => {
    const { spill } = aSpill();
    await spill.put(oneOf(1));

    const { statSync } = await import('node:fs');
    const [name = ''] = files();

    expect(statSync(ownFolder()).mode & 0o077).to.equal(0);
    expect(statSync(join(ownFolder(), name)).mode & 0o077).to.equal(0);
    chmodSync(ownFolder(), 0o700);
  });
});
