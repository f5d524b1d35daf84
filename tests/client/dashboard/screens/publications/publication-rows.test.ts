import { expect } from 'chai';
import { publicationRows } from '../../../../../client/dashboard/screens/publications/publication-rows';
import { anAnswer } from '../../an-answer';

describe('rows of publications', () => {
  it('have the bytes of each phase, and the share of both', () => {
    const rows = publicationRows({
      bytes: anAnswer([
        [{ name: 'a', phase: 'initial' }, 100],
        [{ name: 'a', phase: 'live' }, 500],
        [{ name: 'b', phase: 'initial' }, 200],
      ]),
      messages: anAnswer([[{ name: 'a', phase: 'live' }, 7]]),
      active: anAnswer([[{ name: 'b' }, 3]]),
    });

    expect(rows[0]).to.include({ name: 'a', impact: 0.75, initialBytes: 100, liveBytes: 500 });
    expect(rows[0]).to.include({ liveMessages: 7, active: undefined });
    expect(rows[1]).to.include({ impact: 0.25, liveBytes: 0, active: 3 });
    expect(rows[1]).to.include({ errors: undefined, liveMessages: undefined });
  });

  it('know that nothing failed where subscriptions were seen', () => {
    const [row] = publicationRows({ subscribes: anAnswer([[{ name: 'a' }, 1]]) });

    expect(row).to.include({ errors: 0, refused: 0, reruns: 0, liveBytes: undefined });
  });

  it('have no share where nothing was sent', () => {
    const [row] = publicationRows({ bytes: anAnswer([[{ name: 'a', phase: 'live' }, 0]]) });

    expect(row).to.include({ impact: undefined, liveBytes: 0 });
  });
});
