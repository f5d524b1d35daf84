import { expect } from 'chai';
import { inTurn } from '../../../../client/dashboard/ui/in-turn';

const later = () => new Promise((resolve) => setTimeout(resolve));

describe('what takes long', () => {
  it('is done later, in order, each piece by itself', async () => {
    const done: string[] = [];
    inTurn(() => done.push('a'));
    inTurn(() => done.push('b'));

    expect(done).to.deep.equal([]);
    await later();
    expect(done).to.deep.equal(['a']);
    await later();
    expect(done).to.deep.equal(['a', 'b']);
  });

  it('is not done when it was called off', async () => {
    const done: string[] = [];
    const callOff = inTurn(() => done.push('a'));
    inTurn(() => done.push('b'));
    callOff();
    await later();

    expect(done).to.deep.equal(['b']);
  });
});
