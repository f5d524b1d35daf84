import { mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { expect } from 'chai';
import { batchFromJson } from '../../../common/batch-json';
import { RetryableError } from '../../../common/sink';
import { ndjsonSink } from '../../../server/sinks/ndjson';
import { standardOutput } from '../../../server/sinks/ndjson/standard-output';
import { aBatch, aSeries } from '../../support/a-batch';
import { aFolder } from '../../support/a-folder';
import { everyEvent } from '../../support/an-event';
import { describeSink } from '../../support/describe-sink';
import { fillDisk } from '../../support/fill-disk';

const { signal } = new AbortController();

describe('ndjsonSink', () => {
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'radiant-ndjson-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  describeSink('ndjsonSink', () => ndjsonSink({ path: join(folder, 'describe.ndjson') }));

  const linesOf = async (name: string) =>
    (await readFile(join(folder, name), 'utf8')).split('\n').filter((line) => line !== '');

  it('writes one batch a line, which reads back as it was, into a folder it makes', async () => {
    const batches = [
      aBatch({ series: [aSeries('method.run', { name: 'a\nb', origin: 'client' }, [1, 2])] }),
      aBatch({ from: 10_000 }),
      aBatch({ from: 20_000, events: everyEvent() }),
    ];
    const sink = ndjsonSink({ path: join(folder, 'deep', 'radiant.ndjson') });

    for (const batch of batches) await sink.write(batch, signal);
    await sink.close?.();

    const lines = await linesOf('deep/radiant.ndjson');
    expect(lines.map(batchFromJson)).to.deep.equal(batches);
  });

  it('goes on behind what an earlier process wrote', async () => {
    const path = join(folder, 'radiant.ndjson');
    for (const from of [0, 10_000]) {
      const sink = ndjsonSink({ path });
      await sink.write(aBatch({ from }), signal);
      await sink.close?.();
    }

    expect(await linesOf('radiant.ndjson')).to.have.length(2);
  });

  it('puts a full file aside, and keeps so many of them, each line whole', async () => {
    const series = Array.from({ length: 1_000 }, (_, index) =>
      aSeries('publication.subscribes', { name: `publication.number.${index}` }, index),
    );
    const sink = ndjsonSink({
      path: join(folder, 'radiant.ndjson'),
      maxBytes: 128 * 1024,
      maxFiles: 2,
    });

    for (let at = 0; at < 12; at++) await sink.write(aBatch({ from: at * 10_000, series }), signal);
    await sink.close?.();

    const files = (await readdir(folder)).filter((name) => !name.endsWith('.history'));
    expect(files).to.have.length(3).and.include('radiant.ndjson');
    for (const name of files) {
      for (const line of await linesOf(name))
        expect(batchFromJson(line).series).to.have.length(1_000);
    }
  });

  it('asks for the batch again when the file cannot be written', async () => {
    const noFolder = join(folder, 'file');
    await writeFile(noFolder, '');
    const sink = ndjsonSink({ path: join(noFolder, 'radiant.ndjson') });

    const error = await sink.write(aBatch(), signal).catch((thrown: unknown) => thrown);

    expect(error).to.be.instanceOf(RetryableError);
    await sink.close?.();
  });

  it('writes a batch whole, on a line of its own, once the disk has room again', async () => {
    const path = join(folder, 'radiant.ndjson');
    const sink = ndjsonSink({ path });
    const batch = aBatch();
    await symlink('/dev/full', path);

    const error = await sink.write(batch, signal).catch((thrown: unknown) => thrown);
    await rm(path);
    await writeFile(path, '{"v":1,"cut of');
    await sink.write(batch, signal);
    await sink.close?.();

    expect(error).to.be.instanceOf(RetryableError);
    const [torn, whole] = await linesOf('radiant.ndjson');
    expect(torn).to.equal('{"v":1,"cut of');
    expect(batchFromJson(whole ?? '')).to.deep.equal(batch);
  });
});

describe('ndjsonSink on a disk that fills up', () => {
  const folder = aFolder();

  it('asks for the batch again of which the disk took the first bytes only', async () => {
    let isFull = false;
    const emptyDisk = fillDisk(folder.path, () => isFull);
    const path = join(folder.path, 'radiant.ndjson');
    const sink = ndjsonSink({ path });
    const [first, torn] = [aBatch(), aBatch()];
    await sink.write(first, signal);

    isFull = true;
    const error = await sink.write(torn, signal).catch((thrown: unknown) => thrown);
    isFull = false;
    await sink.write(torn, signal);
    await sink.close?.();
    emptyDisk();

    expect(error).to.be.instanceOf(RetryableError).with.property('message').that.includes('ENOSPC');
    const lines = (await readFile(path, 'utf8')).trim().split('\n');
    expect(lines).to.have.length(3);
    expect(batchFromJson(lines[0] ?? '')).to.deep.equal(first);
    expect(lines[1]).to.have.length(100);
    expect(batchFromJson(lines[2] ?? '')).to.deep.equal(torn);
  });
});

describe('the standard output of ndjsonSink', () => {
  it('resolves when the stream has taken the line', async () => {
    const taken: string[] = [];
    const stream = new Writable({
      write(chunk, _encoding, done) {
        taken.push(String(chunk));
        setImmediate(done);
      },
    });

    await standardOutput(stream).write('a\n');

    expect(taken).to.deep.equal(['a\n']);
  });

  it('rejects when the reader has gone, which does not end the process', async () => {
    const stream = new Writable({
      write(_chunk, _encoding, done) {
        done(Object.assign(new Error('gone'), { code: 'EPIPE' }));
      },
    });

    const error = await standardOutput(stream)
      .write('a\n')
      .catch((thrown: unknown) => thrown);
    await new Promise((resolve) => setImmediate(resolve));

    expect(error).to.include({ code: 'EPIPE' });
    expect(stream.listenerCount('error')).to.equal(0);
  });
});
