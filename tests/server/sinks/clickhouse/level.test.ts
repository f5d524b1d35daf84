import { expect } from 'chai';
import { levelFor } from '../../../../server/sinks/clickhouse/level';

const [minute, hour, day] = [60_000, 3_600_000, 86_400_000];
const now = 1_000 * day;
const retention = {
  rawDays: 7,
  minuteDays: 30,
  hourDays: 400,
  traceDays: 7,
  errorDays: 90,
  logDays: 7,
  eventDays: 90,
};

describe('levelFor', () => {
  const cases: ReadonlyArray<
    readonly [
      what: string,
      from: number,
      rangeMs: number,
      stepMs: number | undefined,
      table: string,
    ]
  > = [
    ['six hours', now - 6 * hour, 6 * hour, undefined, 'series'],
    ['more than six hours', now - 6 * hour - 1, 6 * hour + 1, undefined, 'series_1m'],
    ['a week', now - 7 * day, 7 * day, undefined, 'series_1m'],
    ['more than a week', now - 7 * day - 1, 7 * day + 1, undefined, 'series_1h'],
    ['an hour that windows just reach back to', now - 7 * day, hour, undefined, 'series'],
    [
      'an hour just before what windows reach back to',
      now - 7 * day - 1,
      hour,
      undefined,
      'series_1m',
    ],
    [
      'an hour just before what minutes reach back to',
      now - 30 * day - 1,
      hour,
      undefined,
      'series_1h',
    ],
    ['an hour before everything', now - 500 * day, hour, undefined, 'series_1h'],
    ['a day in steps of a minute', now - day, day, minute, 'series_1m'],
    ['a day in steps of less', now - day, day, minute - 1, 'series'],
    ['30 days in steps of an hour', now - 30 * day, 30 * day, hour, 'series_1h'],
    ['30 days in steps of less', now - 30 * day, 30 * day, hour - 1, 'series_1m'],
    ['60 days in steps of less than an hour', now - 60 * day, 60 * day, minute, 'series_1h'],
  ];

  for (const [what, from, rangeMs, stepMs, table] of cases) {
    it(`reads ${what} from ${table}`, () => {
      const level = levelFor({ from, to: from + rangeMs, stepMs }, retention, now);

      expect(level.series).to.equal(table);
    });
  }
});
