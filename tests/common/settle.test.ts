import { expect } from 'chai';
import { watchSettled } from '../../common/settle';

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
