import { expect } from 'chai';
import { check, Match } from './check';

class Thing {}

describe('check', () => {
  const matching: [value: unknown, pattern: unknown][] = [
    ['a', String],
    [1, Number],
    [true, Boolean],
    [() => {}, Function],
    [undefined, undefined],
    [null, null],
    ['on', 'on'],
    [7, Match.Integer],
    [{ anything: 1 }, Object],
    [new Thing(), Thing],
    [[1, 2], [Number]],
    [[], [Number]],
    [{ a: 1 }, { a: Number, b: Match.Optional(String) }],
    [{ a: 1, more: 2 }, Match.ObjectIncluding({ a: Number })],
    [{ x: 1, y: 2 }, Match.ObjectWithValues(Number)],
    [null, Match.Maybe(String)],
    ['b', Match.OneOf('a', 'b')],
    [4, Match.Where((n) => Number(n) % 2 === 0)],
    [Symbol.iterator, Match.Any],
  ];
  for (const [value, pattern] of matching) {
    it(`accepts ${String(shown(value))} as ${shown(pattern)}`, () => {
      expect(() => check(value, pattern)).to.not.throw();
      expect(Match.test(value, pattern)).to.equal(true);
    });
  }

  const failing: [value: unknown, pattern: unknown, message: string][] = [
    [1, String, 'Match error: Expected string, got number'],
    [null, String, 'Match error: Expected string, got null'],
    [2 ** 31, Match.Integer, 'Match error: Expected Integer, got 2147483648'],
    ['x', 'on', 'Match error: Expected on, got "x"'],
    [{}, { a: Number }, "Match error: Missing key 'a'"],
    [{ a: 1, b: 2 }, { a: Number }, 'Match error: Unknown key in field b'],
    [
      { a: null },
      { a: Match.Optional(String) },
      'Match error: Expected string, got null in field a',
    ],
    [[1, 'x'], [Number], 'Match error: Expected number, got string in field [1]'],
    [
      { l: [{ 'k k': 1 }] },
      { l: [{ 'k k': String }] },
      'Match error: Expected string, got number in field l[0]["k k"]',
    ],
    [new Thing(), {}, 'Match error: Expected plain object'],
    [{}, Thing, 'Match error: Expected Thing'],
    [3, Match.Where((n) => n === 4), 'Match error: Failed Match.Where validation'],
    [
      [1],
      Match.OneOf(String, Number),
      'Match error: Failed Match.OneOf, Match.Maybe or Match.Optional validation',
    ],
  ];
  for (const [value, pattern, message] of failing) {
    it(`says "${message}"`, () => {
      expect(() => check(value, pattern))
        .to.throw(Match.Error, message)
        .with.property('message', message);
      expect(Match.test(value, pattern)).to.equal(false);
    });
  }

  it('keeps the message from clients', () => {
    const { sanitizedError } = new Match.Error('secret');

    expect(sanitizedError).to.include({ error: 400, reason: 'Match failed' });
  });

  describe('of all arguments', () => {
    const run = (f: (...args: unknown[]) => unknown, ...args: unknown[]) =>
      Match._failIfArgumentsAreNotAllChecked(f, null, args, 'the call');

    it('is content when each was checked', () => {
      const result = run(
        (a, ...rest) => {
          check(a, Number);
          check(rest, [Number]);
          return 'done';
        },
        1,
        2,
        3,
      );

      expect(result).to.equal('done');
    });

    it('throws when one was not', () => {
      expect(() => run((a) => check(a, Number), 1, 2)).to.throw(
        'Did not check() all arguments during the call',
      );
    });
  });
});

function shown(value: unknown): string {
  if (typeof value === 'function') return value.name || 'a function';
  if (typeof value === 'symbol') return 'a symbol';
  return JSON.stringify(value);
}
