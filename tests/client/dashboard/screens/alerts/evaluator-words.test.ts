import { expect } from 'chai';
import { evaluatorWords } from '../../../../../client/dashboard/screens/alerts/evaluator-words';
import type { AlertEvaluator } from '../../../../../common/alerts-answer';
import { minute } from './an-alert';

const at = 60 * minute;

function anEvaluator(fields: Partial<AlertEvaluator> = {}): AlertEvaluator {
  return {
    ...{ scope: 'fleet', isThisProcess: false, host: 'web-1', instance: 'a81f3c2e' },
    ...{ everyMs: minute, roundAt: at - minute, roundMs: 34, rounds: 1_812 },
    ...fields,
  };
}

describe('the words on who evaluates', () => {
  it('name the one of a fleet', () => {
    expect(evaluatorWords(anEvaluator(), at)).to.deep.equal({
      who: 'One process evaluates for all: web-1 a81f.',
      when: 'Every 60 s; the last of 1,812 rounds began 1 min ago, took 34 ms.',
    });
    expect(evaluatorWords(anEvaluator({ isThisProcess: true }), at).who).to.contain('answered');
  });

  it('say that there is none', () => {
    const { host: _, instance: __, ...none } = anEvaluator();

    expect(evaluatorWords(none, at).who).to.equal('No process evaluates at present.');
  });

  it('say why each evaluates for itself', () => {
    const scope = { scope: 'process', scopeReason: 'the backend is memory' } as const;

    expect(evaluatorWords(anEvaluator(scope), at).who).to.equal(
      'Each process evaluates its own figures; this is what one of them says: the backend is memory.',
    );
  });

  it('say that there was no round yet', () => {
    const { roundAt: _, roundMs: __, ...none } = anEvaluator({ rounds: 0 });

    expect(evaluatorWords(none, at)).to.include({
      when: 'Every 60 s; the first round is still to come.',
    });
    expect(evaluatorWords(none, at)).not.to.have.property('trouble');
  });

  it('complain where three rounds are missing, and no sooner', () => {
    const trouble = (ago: number) => evaluatorWords(anEvaluator({ roundAt: at - ago }), at).trouble;

    expect(trouble(3 * minute)).to.equal(undefined);
    expect(trouble(3 * minute + 1)).to.equal(
      'Nothing was evaluated since 3 min ago: alerts may be out of date.',
    );
  });

  it('complain of an error as a sentence', () => {
    const { trouble } = evaluatorWords(anEvaluator({ error: 'the lease is lost' }), at);

    expect(trouble).to.equal('the lease is lost.');
  });
});
