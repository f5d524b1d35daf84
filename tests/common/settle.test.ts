import { expect } from 'chai';
import { watchHandedOut, watchSettled } from '../../common/settle';

describe('watchSettled', () => {
  it('tells at once about a plain value, and hands it on', () => {
    const ends: unknown[] = [];
    const value = { plain: true };

    const handedOn = watchSettled(value, (failed) => ends.push(failed));

    expect(handedOn).to.equal(value);
    expect(ends).to.deep.equal([false]);
  });

  it('hands the same promise on, and tells when it fulfils', async () => {
    const ends: unknown[] = [];
    const promise = Promise.resolve(1);

    const handedOn = watchSettled(promise, (failed) => ends.push(failed));
    await promise;

    expect(handedOn).to.equal(promise);
    expect(ends).to.deep.equal([false]);
  });

  it('tells of a rejection with its error, and leaves it to whoever awaits', async () => {
    const ends: unknown[] = [];
    const error = new Error('no');
    const promise = Promise.reject(error);

    watchSettled(promise, (failed, reason) => ends.push(failed, reason));
    const seen = await promise.catch((reason: unknown) => reason);

    expect(seen).to.equal(error);
    expect(ends).to.deep.equal([true, error]);
  });

  it('calls the then of a lazy thenable once, though two wait for it', async () => {
    let runs = 0;
    const ends: unknown[] = [];
    const lazy = {
      // biome-ignore lint/suspicious/noThenProperty: a query builder has one
      then(resolve: (value: string) => void) {
        runs++;
        resolve('rows');
      },
    };

    const handedOn = watchSettled(lazy, (failed) => ends.push(failed));

    expect(await handedOn).to.equal('rows');
    expect(runs).to.equal(1);
    expect(ends).to.deep.equal([false]);
  });
});

describe('watchHandedOut', () => {
  it('tells at once about a plain value, and hands it on', () => {
    const ends: unknown[] = [];
    const value = { plain: true };

    const handedOn = watchHandedOut(value, (failed) => ends.push(failed));

    expect(handedOn).to.equal(value);
    expect(ends).to.deep.equal([false]);
  });

  it('hands out a promise that fulfils and rejects alike, and tells first', async () => {
    const ends: unknown[] = [];
    const value = {};
    const error = new Error('no');

    const fulfils = watchHandedOut(Promise.resolve(value), (failed) => ends.push(failed));
    const rejects = watchHandedOut(Promise.reject(error), (failed, told) =>
      ends.push(failed, told),
    );

    expect(await fulfils).to.equal(value);
    expect(await rejects.catch((thrown: unknown) => thrown)).to.equal(error);
    expect(ends).to.deep.equal([false, true, error]);
  });

  it('leaves a rejection that nobody handles unhandled', async () => {
    const listeners = process.listeners('unhandledRejection');
    process.removeAllListeners('unhandledRejection');
    const unhandled: unknown[] = [];
    const error = new Error('nobody cares');
    process.on('unhandledRejection', (reason) => unhandled.push(reason));

    watchHandedOut(Promise.reject(error), () => undefined);
    for (let turn = 0; turn < 3; turn++) await new Promise((resolve) => setImmediate(resolve));
    process.removeAllListeners('unhandledRejection');
    for (const listener of listeners) process.on('unhandledRejection', listener);

    expect(unhandled).to.deep.equal([error]);
  });

  it('calls the then of a lazy thenable once', async () => {
    let runs = 0;
    const lazy = {
      // biome-ignore lint/suspicious/noThenProperty: a query builder has one
      then(resolve: (value: string) => void) {
        runs++;
        resolve('rows');
      },
    };

    const handedOn = watchHandedOut(lazy, () => undefined);

    expect(await handedOn).to.equal('rows');
    expect(runs).to.equal(1);
  });
});
