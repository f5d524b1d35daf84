import { expect } from 'chai';
import type { ErrorSighting } from '../../../../common/error-entry';
import type { MetricSample } from '../../../../common/sample';
import {
  createErrorGroups,
  type SourceMaps,
} from '../../../../server/pipeline/errors/error-groups';
import { MeteorError } from '../../../host/meteor/errors';
import { MatchError } from '../../../host/meteor/match-error';
import { busyMs } from '../../../support/busy-ms';
import { anInvocation } from '../../../support/samples';

const noMaps: SourceMaps = { prepare: () => undefined, find: () => undefined };

function someGroups(sourceMaps: SourceMaps = noMaps) {
  let time = 1_000;
  const drops: string[] = [];
  const samples: MetricSample[] = [];
  const groups = createErrorGroups({
    record: (sample) => samples.push(sample),
    drop: (reason) => drops.push(reason),
    wallNow: () => time,
    sourceMaps,
    root: '/app',
  });
  const add = (error: unknown, given: Partial<ErrorSighting> = {}) =>
    groups.add({ source: 'method', name: 'tasks.add', error, ...given });
  return {
    groups,
    add,
    drops,
    samples,
    tick: (ms: number) => {
      time += ms;
    },
  };
}

/** An error with a stack that was thrown there. */
function anError(message: string, place = '/app/server/tasks.js:12:3', name = 'TypeError') {
  const error = new Error(message);
  Object.defineProperty(error, 'name', { value: name });
  const frames = ['/app/node_modules/x/index.js:1:1', place, 'node:internal/x:1:1'];
  error.stack = `${name}: ${message}${frames.map((one) => `\n    at fn (${one})`).join('')}`;
  return error;
}

describe('error groups', () => {
  it('counts errors that differ in numbers and ids alone as one', () => {
    const { groups, add, tick } = someGroups();

    add(anError('no list 17 of hTqYw3kLmNpQrStUv'));
    tick(5);
    add(anError('no list 4 of kTqYw3kLmNpQrStU7'));

    const taken = groups.take();
    expect(taken).to.have.length(1);
    expect(taken[0]).to.deep.include({
      ...{ source: 'method', name: 'tasks.add', errorName: 'TypeError', expected: false },
      ...{ message: 'no list <n> of <id>', frame: 'server/tasks.js:12' },
      ...{ count: 2, firstAt: 1_000, lastAt: 1_005 },
    });
    expect(taken[0]?.group).to.match(/^[0-9a-f]{16}$/);
    expect(taken[0]?.sample).to.deep.equal({
      at: 1_000,
      message: 'no list <n> of <id>',
      stack: [
        'TypeError: no list <n> of <id>',
        '    at fn (node_modules/x/index.js:1:1)',
        '    at fn (server/tasks.js:12:3)',
        '    at fn (node:internal/x:1:1)',
      ].join('\n'),
    });
  });

  it('tells apart by source, name, error name, message and place', () => {
    const { groups, add } = someGroups();

    add(anError('a'));
    add(anError('b'));
    add(anError('a', undefined, 'RangeError'));
    add(anError('a', '/app/server/lists.js:12:3'));
    add(anError('a'), { name: 'tasks.remove' });
    add(anError('a'), { source: 'publication' });

    expect(groups.take().map(({ count }) => count)).to.deep.equal([1, 1, 1, 1, 1, 1]);
  });

  it('gives the same group in the next window, in another folder and on another line', () => {
    const { groups, add } = someGroups();
    add(anError('a 1'));
    const [first] = groups.take();
    add(anError('a 2', '/srv/bundle/programs/server/server/tasks.js:99:1'));
    const [second] = groups.take();

    expect(second?.group).to.equal(first?.group);
    expect(second?.frame).to.equal('server/tasks.js:99');
  });

  it('begins anew with each window', () => {
    const { groups, add } = someGroups();

    add(anError('a'));
    groups.take();

    expect(groups.take()).to.deep.equal([]);
  });

  it('takes 200 groups in a window, and counts what comes beyond as lost', () => {
    const { groups, add, drops, samples } = someGroups();
    const letters = 'abcdefghijklmnopqrstuvwxyz';
    const word = (at: number) => `x${letters[at % 26]}${letters[Math.floor(at / 26)]}`;

    for (let at = 0; at < 200; at++) add(anError(word(at)));
    expect(drops).to.deep.equal([]);
    add(anError(word(200)));
    add(anError(word(0)));

    expect(drops).to.deep.equal(['error-limit']);
    expect(samples).to.have.length(202);
    const taken = groups.take();
    expect(taken).to.have.length(200);
    expect(taken[0]?.count).to.equal(2);
    add(anError(word(200)));
    expect(groups.take()).to.have.length(1);
  });

  it('asks for ten stacks of errors that are alike, and no more', () => {
    const { groups, add } = someGroups();
    let asked = 0;
    const costly = () =>
      Object.defineProperty(new Error('a'), 'stack', {
        get() {
          asked++;
          return 'Error: a\n    at fn (/app/a.js:1:1)';
        },
      });

    for (let run = 0; run < 10; run++) add(costly());
    expect(asked).to.equal(10);
    for (let run = 0; run < 90; run++) add(costly());

    expect(asked).to.equal(10);
    expect(groups.take()[0]?.count).to.equal(100);
  });

  it('asks for 400 stacks in a window, beyond the first of each that are alike', () => {
    const { groups, add } = someGroups();
    let asked = 0;
    const costly = (message: string) =>
      Object.defineProperty(new Error(message), 'stack', {
        get() {
          asked++;
          return `Error: ${message}\n    at fn (/app/a.js:1:1)`;
        },
      });
    const letters = 'abcdefghijklmnopqrstuvwxyz';

    for (let at = 0; at < 60; at++) {
      for (let run = 0; run < 10; run++) add(costly(`x${letters[at % 26]}${letters[at % 25]}`));
    }

    expect(asked).to.equal(60 + 400);
    groups.take();
    add(costly('a'));
    add(costly('a'));
    expect(asked).to.equal(60 + 400 + 2);
  });

  it('counts an error once on its way from the inner call to the end of the process', () => {
    const { groups, add, samples } = someGroups();
    const outer = anInvocation('method', 'outer');
    const inner = { ...anInvocation('method', 'inner'), parent: outer };
    const error = anError('a');

    add(error, { name: 'inner', invocation: inner });
    add(error, { name: 'outer', invocation: outer });
    add(error, { name: '', source: 'unhandledRejection' });

    expect(groups.take().map(({ name, count }) => [name, count])).to.deep.equal([['inner', 1]]);
    expect(samples).to.have.length(1);
  });

  it('counts an error object that the app throws again and again each time', () => {
    const { groups, add } = someGroups();
    const error = Object.freeze(new MeteorError('denied'));

    for (const name of ['a', 'b', 'b'])
      add(error, { name, invocation: anInvocation('method', name) });
    for (let run = 0; run < 3; run++) add(error, { source: 'app', name: '' });

    expect(groups.take().map(({ count }) => count)).to.deep.equal([1, 2, 3]);
  });

  it('knows what the app meant from what it did not', () => {
    const { groups, add, samples } = someGroups();
    const sanitized = Object.assign(new Error('x'), { sanitizedError: new MeteorError(400) });

    add(new MeteorError('not-found', 'No such task'));
    add(new MeteorError('too-many-requests', 'Slow down'));
    add(new MeteorError(403, 'No'));
    add(new MatchError('Expected string'));
    add(sanitized);
    add(new MeteorError(500, 'Internal server error'));
    add(new TypeError('x is not a function'));
    add('just text');

    expect(groups.take().map(({ errorName, expected }) => [errorName, expected])).to.deep.equal([
      ['Meteor.Error [not-found]', true],
      ['Meteor.Error [too-many-requests]', true],
      ['Meteor.Error [403]', true],
      ['Match.Error', true],
      ['Error', true],
      ['Meteor.Error [500]', false],
      ['TypeError', false],
      ['string', false],
    ]);
    expect(samples.filter(({ dims }) => dims.expected === 'true')).to.have.length(5);
  });

  it('tells the trace and the chain of causes', () => {
    const { groups, add } = someGroups();
    const cause = Object.assign(new Error('connect 10.0.0.1'), { code: 'ECONNREFUSED' });

    add(new Error('a', { cause: new TypeError('b "c"', { cause }) }));

    expect(groups.take()[0]?.sample.causes).to.deep.equal([
      'TypeError: b <text>',
      'Error [ECONNREFUSED]: connect <n>',
    ]);
  });

  it('keeps five causes at most, and ends at a cycle', () => {
    const { groups, add } = someGroups();
    const chain = (length: number): Error =>
      new Error('x', length > 0 ? { cause: chain(length - 1) } : {});
    const cyclic: Error & { cause?: unknown } = new RangeError('y');
    cyclic.cause = new Error('z', { cause: cyclic });

    add(chain(5));
    add(cyclic);
    add(chain(6), { name: 'other' });

    const causes = groups.take().map(({ sample }) => sample.causes?.length);
    expect(causes).to.deep.equal([5, 1, 5]);
  });

  it('puts together what source maps show to be of one place', () => {
    const { groups, add } = someGroups({
      prepare: () => undefined,
      find: (frame) =>
        frame.file === '/app/main.js'
          ? { ...frame, file: '/app/src/tasks.ts', line: 7 }
          : undefined,
    });

    add(anError('a', '/app/main.js:1:100'));
    add(anError('a', '/app/main.js:1:200'));

    const taken = groups.take();
    expect(taken.map(({ frame, count }) => [frame, count])).to.deep.equal([['src/tasks.ts:7', 2]]);
    expect(taken[0]?.sample.stack).to.include('at fn (src/tasks.ts:7:');
  });

  const throwing = new Proxy(
    {},
    {
      get() {
        throw new Error('no');
      },
      getPrototypeOf() {
        throw new Error('no');
      },
    },
  );
  const getters = Object.defineProperties(
    {},
    Object.fromEntries(
      ['message', 'stack', 'name', 'cause', 'code', 'errorType', 'constructor'].map((key) => [
        key,
        {
          get() {
            throw new Error('no');
          },
        },
      ]),
    ),
  );
  const hostile: Readonly<Record<string, unknown>> = {
    undefined,
    null: null,
    'a number': 7,
    'a symbol': Symbol('x'),
    'a bigint': 10n,
    'a function': () => 1,
    'a text of a megabyte': 'x '.repeat(500_000),
    'an error of a megabyte': new Error(`a ${'x'.repeat(1_000_000)}`),
    'a frozen error': Object.freeze(new Error('x')),
    'a sealed object': Object.seal({ reason: 'x' }),
    'no prototype': Object.create(null),
    'a Proxy that throws': throwing,
    'getters that throw': getters,
    'a message that is no text': Object.assign(new Error('x'), { message: { a: 1 } }),
    'a name that is no text': Object.assign(new Error('x'), { name: 5 }),
    'a stack that is no text': Object.assign(new Error('x'), { stack: [1] }),
    'a stack of a megabyte': Object.assign(new Error('x'), { stack: 'at '.repeat(300_000) }),
  };

  for (const [what, error] of Object.entries(hostile)) {
    it(`takes ${what}, quickly and small`, () => {
      const { groups, add } = someGroups();
      const before = typeof error === 'object' && error !== null ? Reflect.ownKeys(error) : [];
      const ms = busyMs(() => add(error));
      const [entry] = groups.take();

      expect(ms).to.be.below(50);
      expect(entry?.count).to.equal(1);
      expect(JSON.stringify(entry).length).to.be.below(12_000);
      expect(entry?.message.length).to.be.at.most(500);
      if (typeof error === 'object' && error !== null) {
        expect(Reflect.ownKeys(error)).to.deep.equal(before);
      }
    });
  }

  it('keeps nothing of a message that looks like a stack', () => {
    const { groups, add } = someGroups();
    const message = 'x\n    at hunter42 (/etc/secret42.js:1:1)';

    add(new Error(message));

    expect(groups.take()[0]?.sample.stack).not.to.match(/hunter42|secret42/);
  });

  it('leaves the stack to whoever prepares stacks', () => {
    const { groups, add } = someGroups();
    const before = Error.prepareStackTrace;
    Error.prepareStackTrace = (error) => `${error}\n    at mapped (/app/imports/a.ts:3:4)`;
    try {
      add(new Error('a'));
    } finally {
      Error.prepareStackTrace = before;
    }

    expect(groups.take()[0]?.frame).to.equal('imports/a.ts:3');
  });
});
