import { expect } from 'chai';
import {
  headline,
  shareWords,
  whereText,
} from '../../../../../client/dashboard/screens/errors/error-words';
import { anErrorGroup } from '../../../../support/an-error-group';

const newest = { release: '2', startedAt: 100 };
const known = anErrorGroup({ count: 500, name: 'tasks.add' });
const fresh = anErrorGroup({
  ...{ count: 3, name: 'lists.count', firstRelease: '2', firstAt: 120 },
});

describe('headline', () => {
  it('names what came with the newest release first, seldom as it is', () => {
    expect(headline([known, fresh], newest)).to.equal(
      'New since release 2: TypeError in method lists.count, 3 times. ' +
        'Fix that first, or go back to the release before.',
    );
  });

  it('says how many are new, where there are several', () => {
    const other = { ...fresh, group: 'other', count: 2 };

    expect(headline([other, fresh], newest)).to.contain('3 times, of 2 that are new.');
  });

  it('names the most frequent where none is new, or that is not known', () => {
    const said = 'Look first at TypeError in method tasks.add, 500 times.';

    expect(headline([known], newest)).to.equal(said);
    expect(headline([fresh, known], undefined)).to.equal(said);
  });

  it('says nothing of nothing', () => {
    expect(headline([], newest)).to.equal(undefined);
  });
});

describe('whereText', () => {
  it('says what it came from, with its name where it has one', () => {
    expect(whereText(anErrorGroup())).to.equal('method tasks.add');
    expect(whereText(anErrorGroup({ source: 'unhandledRejection', name: '' }))).to.equal(
      'rejection nobody handled',
    );
  });
});

describe('shareWords', () => {
  it('says of how many calls, and nothing of what is not known', () => {
    expect(shareWords(0.12, 1_400)).to.equal('12 % of 1,400 calls');
    expect(shareWords(undefined, 1_400)).to.equal('–');
  });
});
