import { expect } from 'chai';
import type { LogLevel } from '../../../../common/log-entry';
import {
  instrumentLogs,
  type LogTarget,
} from '../../../../server/instruments/logs/instrument-logs';
import { createEjson } from '../../../host/meteor/ejson';
import { createLog, type LogFunction } from '../../../host/meteor/log';
import { busyMs } from '../../../support/busy-ms';
import { describeInstrument } from '../../../support/describe-instrument';
import { fakeRecorder } from '../../../support/fake-recorder';

const names = ['debug', 'log', 'info', 'warn', 'error'] as const;

interface Target extends LogTarget {
  readonly console: Record<(typeof names)[number], (...args: unknown[]) => unknown>;
  readonly log: LogFunction;
  readonly written: unknown[][];
  readonly real: (...args: unknown[]) => void;
}

/** A console of its own, which Meteor's `Log` writes to as well. */
function aTarget(): Target {
  const written: unknown[][] = [];
  const write = (...args: unknown[]) => written.push(args);
  const own = Object.fromEntries(names.map((name) => [name, write])) as Target['console'];
  const { console: shared } = globalThis;
  const { log: real } = shared;
  shared.log = (...args: unknown[]) => own.log(...args);
  return { console: own, log: createLog(createEjson(), false), written, real };
}

const restore = ({ real }: Target) => {
  Object.assign(globalThis.console, { log: real });
};

describeInstrument<Target>('instrumentLogs', {
  makeTarget: aTarget,
  install: (target, recorder) => instrumentLogs(target, 'debug', recorder),
  touched: ({ console: own, log }) => ({ console: own, Log: log }),
  exercise: async ({ console: own, log }) => {
    own.warn('a');
    log.info('b');
  },
  records: ({ lines }) => lines,
  dispose: async (target) => restore(target),
});

describe('instrumentLogs', () => {
  let target: Target;

  beforeEach(() => {
    target = aTarget();
  });
  afterEach(() => restore(target));

  function watched(level: LogLevel) {
    const record = fakeRecorder();
    const undo = instrumentLogs(target, level, record.recorder);
    return { ...record, undo };
  }

  it('records what is on the level or above, from console and Log', () => {
    const { lines } = watched('warn');

    for (const name of names) target.console[name](`console ${name}`);
    for (const level of ['debug', 'info', 'warn', 'error'] as const)
      target.log[level](`Log ${level}`);

    expect(lines).to.deep.equal([
      { from: 'console', level: 'warn', message: 'console warn' },
      { from: 'console', level: 'error', message: 'console error' },
      { from: 'log', level: 'warn', message: 'Log warn' },
      { from: 'log', level: 'error', message: 'Log error' },
    ]);
    expect(target.written).to.have.length(9);
  });

  it('records everything on the lowest level, each line of Log once', () => {
    const { lines } = watched('debug');

    for (const name of names) target.console[name]('a');
    target.log('b');
    target.log.debug('c');

    expect(lines.map(({ from, level }) => `${from} ${level}`)).to.deep.equal([
      'console debug',
      'console info',
      'console info',
      'console warn',
      'console error',
      'log info',
      'log debug',
    ]);
  });

  it('hooks nothing of the console below the level', () => {
    const before = { ...target.console };

    watched('error');

    expect(names.filter((name) => target.console[name] !== before[name])).to.deep.equal(['error']);
  });

  it('does not take lines of Log below the level for lines of the console', () => {
    const { lines } = watched('info');

    target.log.debug('a');

    expect(lines).to.deep.equal([]);
    expect(target.written).to.have.length(1);
  });

  it('hands the very same arguments on, and gives what was given', () => {
    watched('debug');
    const args = ['%s', { a: 1 }, new Error('x')];

    const given = target.console.error(...args);

    expect(given).to.equal(1);
    expect(target.written[0]).to.have.length(3);
    expect(args.every((arg, at) => target.written[0]?.[at] === arg)).to.equal(true);
  });

  it('masks values, and shows objects by their shape', () => {
    const { lines } = watched('debug');

    target.console.log('user 17', { email: 'bob@example.com' });
    target.log.warn({ message: 'paid by "bob"', card: 'secret' });

    expect(lines.map(({ message }) => message)).to.deep.equal([
      'user <n> {email: string(15)}',
      'paid by <text> {message: string(13), card: string(6)}',
    ]);
  });

  it('lets Log refuse what it refuses', () => {
    watched('debug');

    expect(() => target.log.info({ level: 'x' })).to.throw("Can't set 'level' in log message");
    expect(() => target.console.log('after')).not.to.throw();
  });

  it('records neither Radiant’s own lines, nor what is logged while one is recorded', () => {
    const record = fakeRecorder();
    const recorder = {
      ...record.recorder,
      log(line: (typeof record.lines)[number]) {
        record.lines.push(line);
        target.console.error('[radiant] one', 'failed');
        target.console.error('another one');
      },
    };
    instrumentLogs(target, 'debug', recorder);

    target.console.warn('[radiant] hook x is off');
    target.console.warn('a');

    expect(record.lines.map(({ message }) => message)).to.deep.equal(['a']);
    expect(target.written).to.have.length(4);
  });

  it('keeps the line when recording fails', () => {
    const record = fakeRecorder();
    const recorder = {
      ...record.recorder,
      log() {
        throw new Error('no');
      },
    };
    instrumentLogs(target, 'debug', recorder);

    target.console.warn('a');

    expect(target.written).to.deep.equal([['a']]);
    expect(record.failures).to.have.length(1);
  });

  it('does without Log', () => {
    const { recorder, lines } = fakeRecorder();
    instrumentLogs({ console: target.console, log: undefined }, 'info', recorder);

    target.console.info('a');

    expect(lines).to.have.length(1);
  });

  it('takes a megabyte in no more time', () => {
    const { lines } = watched('debug');
    const large = { text: 'x'.repeat(1_000_000), list: Array(100_000).fill({ a: 1 }) };
    const text = 'x '.repeat(500_000);

    expect(busyMs(() => target.console.log(text, large))).to.be.below(50);
    expect(lines[0]?.message.length).to.be.at.most(1_000);
  });
});
