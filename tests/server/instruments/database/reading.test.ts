import { expect } from 'chai';
import { createOperations } from '../../../../server/instruments/database/operations';
import { createReadings, type Readings } from '../../../../server/instruments/database/reading';
import { fakeRecorder } from '../../../support/fake-recorder';

describe('createReadings', () => {
  let record: ReturnType<typeof fakeRecorder>;
  let readings: Readings;
  const find = { command: 'find', collection: 'things' };

  beforeEach(() => {
    record = fakeRecorder();
    readings = createReadings(createOperations(record.recorder), record.recorder);
  });

  const told = () =>
    record.samples.map((sample) =>
      sample.kind === 'database' ? `${sample.command} ${sample.durationMs}` : '',
    );
  /** A question of so many milliseconds, after which there is more. */
  function ask(reading: ReturnType<Readings['open']>, durationMs: number): void {
    readings.asked(reading);
    readings.answered(reading, durationMs, false, false);
  }

  it('adds the questions of one cursor up', () => {
    const reading = readings.open(find);

    ask(reading, 3);
    ask(reading, 4);
    readings.asked(reading);
    readings.answered(reading, 5, false, true);

    expect(told()).to.deep.equal(['find 12']);
  });

  it('records a cursor at the end of what is under way when it is closed meanwhile', () => {
    const reading = readings.open(find);
    readings.asked(reading);

    readings.closed(reading);
    expect(told()).to.deep.equal([]);
    readings.answered(reading, 9, false, false);
    readings.closed(reading);

    expect(told()).to.deep.equal(['find 9']);
  });

  it('does not give up a cursor whose question takes long', () => {
    const reading = readings.open(find);
    ask(reading, 1);
    readings.asked(reading);

    record.tick(600_000);
    record.collect();

    expect(told()).to.deep.equal([]);
  });

  it('keeps 1,000 unfinished cursors, and records the next at once', () => {
    for (let n = 0; n < 1_000; n++) ask(readings.open(find), 1);
    expect(told()).to.have.length(0);

    ask(readings.open(find), 2);
    expect(told()).to.deep.equal(['find 2']);

    record.tick(60_000);
    record.collect();
    expect(told()).to.have.length(1_001);
  });

  it('begins anew when a cursor that was given up is rewound', () => {
    const reading = readings.open(find);
    ask(reading, 1);
    record.tick(60_000);
    record.collect();

    readings.rewound(reading);
    readings.asked(reading);
    readings.answered(reading, 2, true, false);

    expect(told()).to.deep.equal(['find 1', 'find 2']);
    expect(record.samples[1]).to.include({ failed: true });
  });
});
