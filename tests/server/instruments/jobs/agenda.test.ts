import { expect } from 'chai';
import type { Recorder } from '../../../../common/recorder';
import { undoable } from '../../../../common/undo';
import { type AgendaTarget, hookAgenda } from '../../../../server/instruments/jobs/agenda';
import { createJobRunner } from '../../../../server/instruments/jobs/job-runner';
import { describeInstrument } from '../../../support/describe-instrument';
import { fakeRecorder } from '../../../support/fake-recorder';

type Done = (error?: unknown) => void;
type Processor = (job: { readonly name: string }, done: Done) => unknown;

const install = (agenda: unknown, recorder: Recorder) =>
  undoable((defer) => {
    const runner = createJobRunner(recorder);
    defer(runner.undo);
    defer(hookAgenda(agenda as AgendaTarget, runner, recorder));
  });

/** What agenda does with a processor, as `Job.runJob` of agenda 6 does. */
function anAgenda(field: 'definitions' | '_definitions' = 'definitions') {
  const definitions: Record<string, { fn: Processor }> = {};
  return {
    [field]: definitions,
    define(name: string, fn: Processor) {
      definitions[name] = { fn };
    },
    async run(name: string): Promise<unknown> {
      const definition = definitions[name];
      if (!definition) throw new Error('Undefined job');
      const job = { name };
      if (definition.fn.length !== 2) return (definition.fn as (job: object) => unknown)(job);
      return new Promise((resolve, reject) => {
        const result = definition.fn(job, (error) =>
          error ? reject(error) : resolve('called back'),
        );
        (result as Promise<unknown> | undefined)?.catch?.(reject);
      });
    },
    definitionOf: (name: string) => definitions[name] as object,
  };
}

type Agenda = ReturnType<typeof anAgenda>;

describeInstrument<Agenda>('hookAgenda', {
  makeTarget() {
    const agenda = anAgenda();
    agenda.define('there before', (async () => 'ran') as Processor);
    return agenda;
  },
  install,
  touched: (agenda) => ({ agenda, definition: agenda.definitionOf('there before') }),
  exercise: async (agenda) => {
    await agenda.run('there before');
  },
});

describe('hookAgenda', () => {
  const jobs = ({ samples }: ReturnType<typeof fakeRecorder>) =>
    samples.map((sample) => sample.kind === 'job' && [sample.name, sample.failed]);

  for (const field of ['definitions', '_definitions'] as const) {
    it(`records jobs that are defined later, and anew, in agenda’s ${field}`, async () => {
      const record = fakeRecorder();
      const agenda = anAgenda(field);
      install(agenda, record.recorder);

      agenda.define('report', (async () => 1) as Processor);
      const first = await agenda.run('report');
      agenda.define('report', (async () => 2) as Processor);
      const second = await agenda.run('report');

      expect([first, second]).to.deep.equal([1, 2]);
      expect(jobs(record)).to.deep.equal([
        ['report', false],
        ['report', false],
      ]);
    });
  }

  it('ends a job that takes a callback when it calls it, whatever it returned', async () => {
    const record = fakeRecorder();
    const agenda = anAgenda();
    install(agenda, record.recorder);
    let finish: Done = () => undefined;
    agenda.define('report', (_job, done) => {
      finish = done;
    });

    const running = agenda.run('report');
    expect(jobs(record)).to.deep.equal([]);
    record.tick(12);
    finish();
    const result = await running;

    expect(result).to.equal('called back');
    expect(record.samples[0]).to.include({ kind: 'job', durationMs: 12, failed: false });
  });

  it('takes what a callback is given, and what is thrown or rejected, for a failure', async () => {
    const record = fakeRecorder();
    const agenda = anAgenda();
    install(agenda, record.recorder);
    const errors = ['called', 'thrown', 'rejected'].map((how) => new Error(how));
    agenda.define('called', (_job, done) => done(errors[0]));
    agenda.define('thrown', (_job, _done) => {
      throw errors[1];
    });
    agenda.define('rejected', async (_job, _done) => {
      throw errors[2];
    });

    const seen = [];
    for (const name of ['called', 'thrown', 'rejected']) {
      seen.push(await agenda.run(name).catch((error: unknown) => error));
    }

    expect(seen).to.deep.equal(errors);
    expect(record.sightings.map(({ error }) => error)).to.deep.equal(errors);
    expect(jobs(record)).to.deep.equal([
      ['called', true],
      ['thrown', true],
      ['rejected', true],
    ]);
  });

  it('keeps the number of arguments, which tells agenda how a job ends', () => {
    const record = fakeRecorder();
    const agenda = anAgenda();
    install(agenda, record.recorder);

    agenda.define('one', ((_job: object) => 1) as Processor);
    agenda.define('two', (_job, _done) => 2);

    expect(agenda.definitionOf('one')).to.have.nested.property('fn.length', 1);
    expect(agenda.definitionOf('two')).to.have.nested.property('fn.length', 2);
  });
});

describe('hookAgenda, with agenda and MongoDB', function () {
  this.timeout(30_000);

  it('records jobs that succeed and fail, and agenda gets result and error', async function () {
    const url = process.env.MONGO_URL;
    if (!url) {
      // biome-ignore lint/suspicious/noConsole: a skip must be seen
      console.warn('SKIPPED: agenda with MongoDB, as MONGO_URL is not set');
      this.skip();
    }
    const { Agenda } = await import('agenda');
    const { MongoBackend } = await import('@agendajs/mongo-backend');
    const collection = `agenda_${Date.now()}`;
    const backend = new MongoBackend({ address: url, collection });
    const agenda = new Agenda({ backend, processEvery: 50 });
    const record = fakeRecorder();
    const undo = install(agenda, record.recorder);
    const error = new Error('no rows');
    const failed: unknown[] = [];
    agenda.define('works', async () => undefined);
    agenda.define('fails', async () => {
      throw error;
    });
    agenda.on('fail', (reason: unknown) => failed.push(reason));

    const done = new Promise<void>((resolve) => {
      let left = 2;
      agenda.on('complete', () => {
        if (--left === 0) resolve();
      });
    });
    await agenda.start();
    await agenda.now('works', {});
    await agenda.now('fails', {});
    await done;
    await agenda.stop(true);
    undo();

    expect(jobsByName(record)).to.deep.equal({ works: false, fails: true });
    expect(failed).to.deep.equal([error]);
    expect(record.failures).to.deep.equal([]);
  });
});

const jobsByName = ({ samples }: ReturnType<typeof fakeRecorder>) =>
  Object.fromEntries(
    samples.flatMap((sample) => (sample.kind === 'job' ? [[sample.name, sample.failed]] : [])),
  );
