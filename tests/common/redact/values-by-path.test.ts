import { expect } from 'chai';
import { argsForTrace } from '../../../common/redact/args-for-trace';
import { valuesByPath } from '../../../common/redact/values-by-path';

const args = [{ priority: 3, note: 'x', nested: { on: true, none: null }, list: [1] }, 'second'];

describe('valuesByPath', () => {
  it('gives what was asked for of this method, by path', () => {
    const paths = ['tasks.add.0.priority', 'tasks.add.0.nested.on', 'tasks.add.1', 'other.0.note'];

    expect(valuesByPath('tasks.add', args, paths)).to.deep.equal({
      '0.priority': 3,
      '0.nested.on': true,
      '1': 'second',
    });
  });

  it('gives nothing where nothing was asked for, or is there', () => {
    expect(valuesByPath('tasks.add', args, [])).to.equal(undefined);
    expect(valuesByPath('tasks.add', args, ['tasks.add.0.missing', 'tasks.add.7'])).to.equal(
      undefined,
    );
    expect(valuesByPath('tasks.add', args, ['tasks.add.priority', 'tasks.add'])).to.equal(
      undefined,
    );
  });

  it('gives primitive values only', () => {
    const paths = ['m.0', 'm.0.nested', 'm.0.list', 'm.0.nested.none'];

    expect(valuesByPath('m', args, paths)).to.deep.equal({ '0.nested.none': null });
  });

  it('cuts strings at 200 characters', () => {
    expect(valuesByPath('m', ['x'.repeat(200)], ['m.0'])?.['0']).to.equal('x'.repeat(200));
    expect(valuesByPath('m', ['x'.repeat(201)], ['m.0'])?.['0']).to.have.length(200);
  });

  for (const key of ['password', 'newPassword', 'token', 'secret', 'authorization', 'cookie']) {
    it(`never gives ${key}, even when asked for`, () => {
      const values = valuesByPath(
        'm',
        [{ [key]: 'x', a: { [key]: { b: 'x' } } }],
        [`m.0.${key}`, `m.0.a.${key}.b`],
      );

      expect(values).to.equal(undefined);
    });
  }

  for (const method of ['login', 'resetPassword', 'changePassword', 'createUser', 'verifyEmail']) {
    it(`never gives an argument of ${method}`, () => {
      expect(valuesByPath(method, ['x'], [`${method}.0`])).to.equal(undefined);
    });
  }

  it('masks credentials inside of what was asked for', () => {
    const values = valuesByPath('m', ['mongodb://bob:pw@host/db for 3'], ['m.0']);

    expect(values).to.deep.equal({ '0': 'mongodb://<secret> for 3' });
  });

  it('runs no getter, reads no prototype, and survives a Proxy that throws', () => {
    const hostile = {
      get trap(): string {
        throw new Error('ran');
      },
      proxy: new Proxy(
        {},
        {
          getOwnPropertyDescriptor() {
            throw new Error('no');
          },
        },
      ),
    };
    const paths = ['m.0.trap', 'm.0.proxy.x', 'm.0.constructor.name', 'm.0.__proto__.x'];

    expect(valuesByPath('m', [hostile], paths)).to.equal(undefined);
  });
});

describe('argsForTrace', () => {
  it('gives nothing by default', () => {
    expect(argsForTrace('m', args, { args: 'none', argValues: [] })).to.equal(undefined);
  });

  it('gives shapes, values, or both, as the app opted in', () => {
    const argValues = ['m.1'];

    expect(argsForTrace('m', ['a', 'b'], { args: 'shapes', argValues: [] })).to.deep.equal({
      shapes: ['string(1)', 'string(1)'],
    });
    expect(argsForTrace('m', ['a', 'b'], { args: 'none', argValues })).to.deep.equal({
      values: { '1': 'b' },
    });
    expect(argsForTrace('m', ['a', 'b'], { args: 'shapes', argValues })).to.have.keys(
      'shapes',
      'values',
    );
  });
});
