import { expect } from 'chai';
import type { LogLevel } from '../../common/log-entry';
import { errorBytes, logBytes } from '../../common/record-bytes';
import { mergeRecords, type Records } from '../../common/record-merge';
import { aLogEntry } from '../support/a-log-entry';
import { aTrace } from '../support/a-trace';
import { anErrorEntry } from '../support/an-error-entry';
import { anEvent } from '../support/an-event';

const merge = (windows: readonly Records[], limitBytes = 1e6) =>
  mergeRecords(windows, { limitBytes, salt: 'a' });

describe('mergeRecords', () => {
  it('keeps everything that fits, in the order in which it came', () => {
    const windows: readonly Records[] = [
      { traces: [aTrace()], logs: [aLogEntry({ at: 2 })], errors: [anErrorEntry()] },
      {},
      { traces: [aTrace(), aTrace()], logs: [aLogEntry({ at: 1, level: 'error' })] },
    ];

    const { records, lost } = merge(windows);

    expect(lost).to.equal(0);
    expect(records).to.deep.equal({
      traces: windows.flatMap(({ traces = [] }) => traces),
      errors: [anErrorEntry()],
      logs: windows.flatMap(({ logs = [] }) => logs),
    });
  });

  it('has no field of which there is nothing', () => {
    expect(merge([{}, {}])).to.deep.equal({ records: {}, lost: 0 });
  });

  it('merges the errors of a group, which is no loss', () => {
    const { records, lost } = merge([
      { errors: [anErrorEntry({ count: 2 })] },
      { errors: [anErrorEntry({ count: 3 })] },
    ]);

    expect(records.errors?.map(({ count }) => count)).to.deep.equal([5]);
    expect(lost).to.equal(0);
  });

  it('prefers defects to errors that were meant, then what came most often', () => {
    const errors = [
      anErrorEntry({ message: 'meant', expected: true, count: 1_000 }),
      anErrorEntry({ message: 'rare', count: 1 }),
      anErrorEntry({ message: 'often', count: 9 }),
    ];
    const bytesOf = (at: number) => errors.slice(at).reduce((sum, e) => sum + errorBytes(e), 0);
    const messages = (limitBytes: number) =>
      merge([{ errors }], limitBytes).records.errors?.map(({ message }) => message);

    expect(messages(4 * bytesOf(0))).to.deep.equal(['meant', 'rare', 'often']);
    expect(messages(4 * bytesOf(0) - 1)).to.deep.equal(['rare', 'often']);
    expect(messages(4 * bytesOf(2))).to.deep.equal(['often']);
    expect(messages(4 * bytesOf(2) - 1)).to.deep.equal(['rare']);
  });

  it('keeps all events, in the order in which they came, beyond any limit', () => {
    const [a, b, c] = [anEvent(), anEvent(), anEvent()];

    const { records, lost } = merge([{ events: [b, a] }, {}, { events: [c] }], 0);

    expect(records).to.deep.equal({ events: [b, a, c] });
    expect(lost).to.equal(0);
  });

  it('prefers lines of a higher level, then the newest', () => {
    const levels: readonly LogLevel[] = ['debug', 'error', 'info', 'warn', 'error'];
    const logs = levels.map((level, at) => aLogEntry({ level, at }));
    const room = (lines: number) => 4 * lines * logBytes(aLogEntry());

    const kept = (lines: number) =>
      merge([{ logs }], room(lines)).records.logs?.map(({ at }) => at) ?? [];

    expect([5, 4, 3, 2, 1, 0].map(kept)).to.deep.equal([
      [0, 1, 2, 3, 4],
      [1, 2, 3, 4],
      [1, 3, 4],
      [1, 4],
      [4],
      [],
    ]);
    expect(merge([{ logs }], room(2)).lost).to.equal(3);
  });
});
