import { expect } from 'chai';
import { sentenceOf } from '../../../../../client/dashboard/screens/releases/release-sentence';
import type { ReleaseEntry, Verdict } from '../../../../../common/releases-answer';

const entry = (name: string, verdict: Verdict): ReleaseEntry => ({
  ...{ kind: 'method', name, measure: 'run', verdict },
});

describe('the sentence on two releases', () => {
  it('says that nothing is worse', () => {
    expect(sentenceOf([entry('a', 'same')], '1.1.0')).to.equal(
      'Nothing is slower or fails more often in 1.1.0, beyond what chance does.',
    );
  });

  it('says of how many too little is known, so that silence is not taken for health', () => {
    expect(sentenceOf([entry('a', 'unknown')], '1.1.0')).to.contain('Of 1 too little is known yet');
  });

  it('names what fails before what is slower', () => {
    const said = sentenceOf([entry('a', 'slower'), entry('b', 'more-errors')], '1.1.0');
    expect(said).to.equal('In 1.1.0, b fails more often; a is slower.');
  });

  it('names three, and counts the others', () => {
    const entries = ['a', 'b', 'c', 'd', 'e'].map((name) => entry(name, 'slower'));
    expect(sentenceOf(entries, '1.1.0')).to.equal('In 1.1.0, a, b, c and 2 more are slower.');
  });
});
