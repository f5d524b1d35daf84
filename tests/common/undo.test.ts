import { expect } from 'chai';
import { undoable } from '../../common/undo';

describe('undoable', () => {
  it('takes steps back in reverse order', () => {
    const log: string[] = [];
    const undo = undoable((defer) => {
      defer(() => log.push('first'));
      defer(() => log.push('second'));
    });

    undo();

    expect(log).to.deep.equal(['second', 'first']);
  });

  it('takes back what was installed when a later step throws, and passes the error on', () => {
    const log: string[] = [];
    const install = () =>
      undoable((defer) => {
        defer(() => log.push('first'));
        throw new Error('second step');
      });

    expect(install).to.throw('second step');
    expect(log).to.deep.equal(['first']);
  });

  it('does nothing when called again', () => {
    let undone = 0;
    const undo = undoable((defer) => defer(() => undone++));

    undo();
    undo();

    expect(undone).to.equal(1);
  });

  it('takes back steps that were added after it was made', () => {
    const log: string[] = [];
    let later: (undo: () => void) => void = () => undefined;
    const undo = undoable((defer) => {
      later = defer;
    });
    later(() => log.push('later'));

    undo();

    expect(log).to.deep.equal(['later']);
  });
});
