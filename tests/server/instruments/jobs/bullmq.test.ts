import { spawn } from 'node:child_process';
import { type AddressInfo, createServer } from 'node:net';
import { DelayedError, Queue, Worker } from 'bullmq';
import { expect } from 'chai';
import type { Recorder } from '../../../../common/recorder';
import { undoable } from '../../../../common/undo';
import { type BullWorker, hookBullWorker } from '../../../../server/instruments/jobs/bullmq';
import { createJobRunner } from '../../../../server/instruments/jobs/job-runner';
import { describeInstrument } from '../../../support/describe-instrument';
import { fakeRecorder } from '../../../support/fake-recorder';

const install = (worker: unknown, recorder: Recorder) =>
  undoable((defer) => {
    const runner = createJobRunner(recorder);
    defer(runner.undo);
    defer(hookBullWorker(worker as BullWorker, runner));
  });

/** A worker that is not connected: its processor is called as its main loop would. */
const aWorker = () => {
  const worker = Object.create(Worker.prototype);
  worker.name = 'mails';
  worker.processFn = async (job: { readonly data: unknown }) => job.data;
  return worker as BullWorker;
};

describeInstrument<BullWorker>('hookBullWorker', {
  makeTarget: aWorker,
  install,
  touched: (worker) => ({ worker }),
  exercise: async (worker) => {
    await worker.callProcessJob({ name: 'welcome' });
  },
});

describe('hookBullWorker, with bullmq and Redis', function () {
  this.timeout(20_000);
  let redis: Awaited<ReturnType<typeof startRedis>>;
  let queue: Queue;
  let worker: Worker;

  before(async function () {
    redis = await startRedis();
    if (redis) return;
    // biome-ignore lint/suspicious/noConsole: a skip must be seen
    console.warn('SKIPPED: bullmq with Redis, as there is no redis-server here');
    this.skip();
  });
  after(() => redis?.stop());

  afterEach(async () => {
    await worker.close();
    await queue.close();
  });

  function start(processor: (job: { readonly name: string; readonly data: unknown }) => unknown) {
    const connection = { host: '127.0.0.1', port: redis?.port ?? 0 };
    const name = `mails${Math.random()}`.replace('.', '');
    queue = new Queue(name, { connection });
    worker = new Worker(name, processor as never, { connection, autorun: false });
    return name;
  }

  const settled = (event: 'completed' | 'failed') =>
    new Promise<[unknown, unknown]>((resolve) => {
      worker.once(event as 'completed', (job, result) => resolve([job, result]));
    });

  it('records a job that succeeds, and bullmq gets its result', async () => {
    const record = fakeRecorder();
    const name = start(async ({ data }) => ({
      got: data,
      in: record.recorder.context.current()?.kind,
    }));
    install(worker, record.recorder);

    const done = settled('completed');
    worker.run().catch(() => undefined);
    await queue.add('welcome', 7);
    const [, result] = await done;

    expect(result).to.deep.equal({ got: 7, in: 'job' });
    expect(record.samples).to.have.length(1);
    expect(record.samples[0]).to.include({ kind: 'job', name: `${name}/welcome`, failed: false });
  });

  it('records and reports a job that fails, and bullmq gets the very error', async () => {
    const record = fakeRecorder();
    const error = new Error('no mail server');
    start(async () => {
      throw error;
    });
    install(worker, record.recorder);

    const done = settled('failed');
    worker.run().catch(() => undefined);
    await queue.add('welcome', 7);
    const [, thrown] = await done;

    expect(thrown).to.equal(error);
    expect(record.samples[0]).to.include({ kind: 'job', failed: true });
    expect(record.sightings.map(({ error }) => error)).to.deep.equal([error]);
  });

  it('does not take a job that puts itself off for one that failed', async () => {
    const record = fakeRecorder();
    let runs = 0;
    start(async (job) => {
      if (++runs > 1) return 'done';
      const { token } = job as unknown as { token: string };
      await (
        job as unknown as { moveToDelayed(at: number, token: string): Promise<void> }
      ).moveToDelayed(Date.now() + 1, token);
      throw new DelayedError();
    });
    install(worker, record.recorder);

    const done = settled('completed');
    worker.run().catch(() => undefined);
    await queue.add('welcome', 7);
    await done;

    expect(record.samples.map((sample) => sample.kind === 'job' && sample.failed)).to.deep.equal([
      false,
      false,
    ]);
    expect(record.sightings).to.deep.equal([]);
  });
});

/** A Redis of the test's own that keeps nothing; undefined where there is none. */
async function startRedis() {
  const port = await freePort();
  const child = spawn('redis-server', [
    '--port',
    `${port}`,
    '--save',
    '',
    '--appendonly',
    'no',
    '--bind',
    '127.0.0.1',
  ]);
  const isUp = await new Promise<boolean>((resolve) => {
    child.once('error', () => resolve(false));
    child.once('exit', () => resolve(false));
    child.stdout.on('data', (text: Buffer) => {
      if (text.includes('Ready to accept connections')) resolve(true);
    });
  });
  return isUp ? { port, stop: () => child.kill() } : undefined;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
