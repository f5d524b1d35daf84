import { expect } from 'chai';
import { createCustomApi } from '../../../server/custom/custom-api';
import { createMontiCalls } from '../../../server/custom/monti-calls';
import { createRecording } from '../../../server/custom/recording';
import { fakeRecorder } from '../../support/fake-recorder';
import { aTracedCall } from '../../support/traced';

function setUp() {
  const record = fakeRecorder();
  const recording = createRecording();
  recording.attach(record.recorder);
  const monti = createMontiCalls(recording, createCustomApi(recording));
  const inside = <Result>(call: ReturnType<typeof aTracedCall>, fn: () => Result): Result =>
    record.recorder.context.run(call, fn, undefined, []);
  return { ...record, recording, monti, inside };
}

describe('Radiant.trackError', () => {
  it('reports the error as it is, with its type for a name', () => {
    const { monti, sightings } = setUp();
    const error = new Error('no rows');

    monti.trackError(error);
    monti.trackError(error, { type: 'import' });

    expect(sightings.map(({ name, error }) => [name, error])).to.deep.equal([
      ['', error],
      ['import', error],
    ]);
  });

  it('takes a type and a message, and the stack beside them, as Kadira did', () => {
    const { monti, sightings } = setUp();

    monti.trackError('import', 'no rows', { stacks: 'at importRows (import.js:3:1)' });

    const [{ name, error } = { name: undefined, error: undefined }] = sightings;
    expect(name).to.equal('import');
    expect(error).to.include({ message: 'no rows', stack: 'at importRows (import.js:3:1)' });
  });

  it('takes whatever else it is given, and never throws', () => {
    const { monti, sightings } = setUp();
    const anything = monti.trackError as (...args: unknown[]) => void;

    for (const args of [[], [undefined], ['text'], [7, { type: 7 }], [new Error('a'), null]]) {
      anything(...args);
    }

    expect(sightings.map(({ error }) => (error as Error).message)).to.deep.equal([
      ...['undefined', 'undefined', 'text', '7', 'a'],
    ]);
  });
});

describe('Radiant.startEvent and endEvent', () => {
  it('record how long it took, and a span of the call that ran', () => {
    const { monti, samples, tick, inside } = setUp();
    const call = aTracedCall();

    const event = inside(call, () => monti.startEvent('render', { rows: 3 }));
    tick(4);
    monti.endEvent(event, { pages: 1 });

    expect(samples).to.deep.equal([
      { kind: 'metric', metric: 'app.duration', dims: { name: 'render', labels: '' }, value: 4 },
    ]);
    const [, span] = call.trace.spans;
    expect(span).to.include({ kind: 'custom', name: 'render', failed: false });
    expect(span?.attributes).to.deep.equal({ rows: 3, pages: 1 });
    expect((span?.endedAt ?? 0) - (span?.startedAt ?? 0)).to.equal(4);
  });

  it('ends an event once', () => {
    const { monti, samples } = setUp();
    const event = monti.startEvent('render');

    monti.endEvent(event);
    monti.endEvent(event);

    expect(samples).to.have.length(1);
  });

  it('take Monti’s names, which may be any text', () => {
    const { monti, samples } = setUp();

    for (const name of ['Build the report', '2nd try', 'x'.repeat(200)]) {
      monti.endEvent(monti.startEvent(name));
    }

    expect(samples.map((sample) => sample.kind === 'metric' && sample.dims.name)).to.deep.equal([
      ...['Build_the_report', 'event_2nd_try', 'x'.repeat(100)],
    ]);
  });

  it('take the false of an event that never began, and what is none', () => {
    const { monti, samples } = setUp();

    for (const event of [false, undefined, { name: 'made up' }] as const) monti.endEvent(event);

    expect(samples).to.deep.equal([]);
  });

  it('are harmless while the agent is off', () => {
    const { monti, recording, samples, sightings } = setUp();
    recording.detach();

    monti.endEvent(monti.startEvent('render'));
    monti.trackError(new Error('no'));

    expect([samples, sightings]).to.deep.equal([[], []]);
  });
});
