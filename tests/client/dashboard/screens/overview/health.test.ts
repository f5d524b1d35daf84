import { expect } from 'chai';
import { healthOf, judge } from '../../../../../client/dashboard/screens/overview/health';
import type { ReadAnswer, ReadRow } from '../../../../../common/reader';

const answer = (...rows: readonly ReadRow[]): ReadAnswer => ({
  ...{ metric: 'method.calls', stat: 'sum', unit: 'count', from: 0, to: 20, stepMs: 10 },
  rows,
});
const row = (dims: ReadRow['dims'], ...values: readonly number[]): ReadRow => ({
  dims,
  points: values.map((value, index) => [index * 10, value] as const),
});

describe('the health of an app', () => {
  it('says of what nobody told that it is unknown', () => {
    const health = healthOf({});
    expect(health.callsPerSecond).to.equal(undefined);
    expect(health.errorShare).to.equal(undefined);
    expect(health.cpu).to.equal(undefined);
    expect(health.memory).to.equal(undefined);
  });

  it('has the share of calls that failed, of all outcomes', () => {
    const callsInAll = answer(row({ outcome: 'ok' }, 90), row({ outcome: 'error' }, 10));
    expect(healthOf({ callsInAll }).errorShare).to.equal(0.1);
  });

  it('has no share of failures where nothing was called', () => {
    expect(healthOf({ callsInAll: answer(row({ outcome: 'ok' }, 0)) }).errorShare).to.equal(
      undefined,
    );
  });

  it('has the CPU of the process that is busiest at the end', () => {
    const cpu = answer(
      row({ 'resource.instance': 'a' }, 0.9, 0.2),
      row({ 'resource.instance': 'b' }, 0.1, 0.4),
    );
    expect(healthOf({ cpu }).cpu).to.equal(0.4);
  });

  it('holds the memory of each process against its own limit', () => {
    const rss = answer(
      row({ 'resource.instance': 'a' }, 50),
      row({ 'resource.instance': 'b' }, 60, 40),
    );
    const memoryLimit = answer(
      row({ 'resource.instance': 'a' }, 200),
      row({ 'resource.instance': 'b' }, 100),
    );
    expect(healthOf({ rss, memoryLimit }).memory).to.equal(0.6);
  });

  it('is judged by limits that count as crossed when they are met', () => {
    const limits = { warn: 0.7, bad: 0.9, words: 'more than 70 %' };
    expect(judge(undefined, limits)).to.deep.equal({});
    expect(judge(0.69, limits).tone).to.equal('good');
    expect(judge(0.7, limits)).to.deep.equal({ tone: 'warn', note: 'more than 70 %' });
    expect(judge(0.9, limits)).to.deep.equal({ tone: 'bad', note: 'much more than 70 %' });
  });
});
