import { expect } from 'chai';
import { watchCalls } from '../../../common/analytics/watch-calls';

const client = {
  guard<Result>(run: () => Result): Result | undefined {
    try {
      return run();
    } catch {
      return undefined;
    }
  },
};

function counter() {
  return {
    total: 1,
    add(this: { total: number }, ...amounts: number[]) {
      for (const amount of amounts) this.total += amount;
      return this.total;
    },
  };
}

describe('watchCalls', () => {
  it('tells of a call before it runs, and leaves this, arguments and result as they are', () => {
    const target = counter();
    const seen: unknown[] = [];
    watchCalls(client, target, 'add', (...amounts) => seen.push([target.total, ...amounts]));

    expect(target.add(2, 3)).to.equal(6);
    expect(seen).to.deep.equal([[1, 2, 3]]);
  });

  it('lets the call run whatever the watcher throws, and throws what it throws', () => {
    const error = new Error('the app’s');
    const target = {
      fail() {
        throw error;
      },
    };
    watchCalls(client, target, 'fail', () => {
      throw new Error('ours');
    });

    expect(() => target.fail()).to.throw(error);
  });

  it('needs nothing that Safari 15 does not have', () => {
    const { hasOwn } = Object;
    const target = counter();
    try {
      Object.assign(Object, { hasOwn: undefined });
      watchCalls(client, target, 'add', () => {})();
    } finally {
      Object.assign(Object, { hasOwn });
    }

    expect(target.add(1)).to.equal(2);
  });

  it('leaves the property as it was', () => {
    const own = counter();
    const inherited: ReturnType<typeof counter> = Object.create(own);
    const before = Object.getOwnPropertyDescriptors(own);
    watchCalls(client, own, 'add', () => {})();
    watchCalls(client, inherited, 'add', () => {})();

    expect(Object.getOwnPropertyDescriptors(own)).to.deep.equal(before);
    expect(Object.keys(inherited)).to.deep.equal([]);
  });

  it('goes quiet under a later patch, which stays', () => {
    const target = counter();
    let seen = 0;
    const undo = watchCalls(client, target, 'add', () => void seen++);
    const { add } = target;
    const theirs = (...amounts: number[]) => add.apply(target, amounts);
    target.add = theirs;

    undo();

    expect(target.add(1)).to.equal(2);
    expect([seen, target.add]).to.deep.equal([0, theirs]);
  });

  it('refuses what is not a function', () => {
    const target = { add: 1 };

    expect(() => watchCalls(client, target, 'add', () => {})).to.throw('add is not a function');
  });
});
