import { expect } from 'chai';
import type { Recorder } from '../../../../common/recorder';
import { undoable } from '../../../../common/undo';
import { createJobRunner } from '../../../../server/instruments/jobs/job-runner';
import {
  hookSyncedCron,
  type SyncedCronTarget,
} from '../../../../server/instruments/jobs/synced-cron';
import { describeInstrument } from '../../../support/describe-instrument';
import { fakeRecorder } from '../../../support/fake-recorder';
import { createSyncedCron } from '../../../support/synced-cron';

type Target = ReturnType<typeof createSyncedCron>;

function install({ SyncedCron }: Target, recorder: Recorder) {
  return undoable((defer) => {
    const runner = createJobRunner(recorder);
    defer(runner.undo);
    defer(hookSyncedCron(SyncedCron as unknown as SyncedCronTarget, runner, recorder));
  });
}

describeInstrument<Target>('hookSyncedCron', {
  makeTarget() {
    const target = createSyncedCron();
    target.SyncedCron.add({ name: 'there before', job: () => 'ran' });
    return target;
  },
  install,
  touched: ({ SyncedCron }) => ({
    SyncedCron,
    entry: SyncedCron._entries['there before'] as object,
  }),
  exercise: ({ SyncedCron }) => SyncedCron.run('there before'),
});

describe('hookSyncedCron', () => {
  const jobs = ({ samples }: ReturnType<typeof fakeRecorder>) =>
    samples.flatMap((sample) => (sample.kind === 'job' ? [sample] : []));

  it('records jobs that are added later, and runs of timers that were set before', async () => {
    const record = fakeRecorder();
    const target = createSyncedCron();
    const { SyncedCron, history } = target;
    SyncedCron.add({ name: 'early', job: () => 1 });
    const timer = SyncedCron._entryWrapper(SyncedCron._entries.early as never);
    install(target, record.recorder);

    SyncedCron.add({ name: 'late', job: async (_at, name) => `ran ${name}` });
    await timer(new Date());
    await SyncedCron.run('late');

    expect(jobs(record).map(({ name, failed }) => [name, failed])).to.deep.equal([
      ['early', false],
      ['late', false],
    ]);
    expect(history).to.deep.equal([
      { name: 'early', result: 1 },
      { name: 'late', result: 'ran late' },
    ]);
  });

  it('lets the package have the very error, and reports it', async () => {
    const record = fakeRecorder();
    const target = createSyncedCron();
    const error = new Error('no rows');
    install(target, record.recorder);
    target.SyncedCron.add({ name: 'fails', job: () => Promise.reject(error) });

    await target.SyncedCron.run('fails');

    expect(target.history).to.deep.equal([{ name: 'fails', error }]);
    expect(record.sightings.map(({ source, error }) => [source, error])).to.deep.equal([
      ['job', error],
    ]);
  });

  it('runs a job with the entry for its this', async () => {
    const record = fakeRecorder();
    const target = createSyncedCron();
    const entry = {
      name: 'self',
      job(this: unknown) {
        return this;
      },
    };
    install(target, record.recorder);
    target.SyncedCron.add(entry);

    await target.SyncedCron.run('self');

    expect(target.history[0]?.result).to.equal(entry);
  });

  it('keeps nothing of an entry that is removed, and leaves its object as it was', () => {
    const record = fakeRecorder();
    const target = createSyncedCron();
    const entry = { name: 'once', job: () => 1 };
    const before = Object.getOwnPropertyDescriptors(entry);
    install(target, record.recorder);
    target.SyncedCron.add(entry);
    expect(Object.getOwnPropertyDescriptors(entry)).not.to.deep.equal(before);

    target.SyncedCron.remove('once');

    expect(Object.getOwnPropertyDescriptors(entry)).to.deep.equal(before);
  });

  it('adds an entry that cannot be hooked all the same', async () => {
    const record = fakeRecorder();
    const target = createSyncedCron();
    install(target, record.recorder);

    target.SyncedCron.add(Object.freeze({ name: 'frozen', job: () => 'ran' }));
    await target.SyncedCron.run('frozen');

    expect(target.history).to.deep.equal([{ name: 'frozen', result: 'ran' }]);
    expect(record.failures).to.have.length(1);
  });
});
