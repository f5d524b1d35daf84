import { expect } from 'chai';
import { alertFacts } from '../../../../../client/dashboard/screens/alerts/alert-facts';
import { defaultAlertRules } from '../../../../../common/alert-rules';
import { anAlert, minute } from './an-alert';

const at = 20 * minute;
const ruleNamed = (name: string) => defaultAlertRules.find((rule) => rule.name === name);
const slow = ruleNamed('MeteorMethodSlow');

function factsOf(...given: Parameters<typeof alertFacts>): Record<string, string> {
  return Object.fromEntries(alertFacts(...given));
}

describe('the facts of an alert', () => {
  it('hold the value against the limit, with units', () => {
    const facts = factsOf(anAlert({ value: 3_412 }), slow, at);

    expect(facts).to.include({ Value: '3.41 s', Limit: 'above 2 s' });
  });

  it('say since when, and that nobody was told', () => {
    const facts = factsOf(anAlert(), slow, at);

    expect(facts.Began).to.match(/, 20 min ago$/);
    expect(facts['Fires since']).to.match(/, 10 min ago$/);
    expect(facts.Told).to.equal('nobody');
    expect(facts).not.to.have.any.keys('Value', 'Resolved', 'Last seen');
  });

  it('say when it was told and resolved', () => {
    const facts = factsOf(
      anAlert({ state: 'resolved', resolvedAt: 19 * minute, notifiedAt: 12 * minute }),
      slow,
      at,
    );

    expect(facts.Resolved).to.match(/, 1 min ago$/);
    expect(facts.Told).to.match(/, 8 min ago$/);
  });

  it('say when it was seen last only where that is a while ago', () => {
    const seen = (heldAt: number) => factsOf(anAlert({ heldAt }), slow, at)['Last seen'];

    expect(seen(at - 150_000)).to.equal(undefined);
    expect(seen(at - 150_001)).to.match(/, 3 min ago$/);
  });

  it('say of one that is pending when it will fire', () => {
    const pending = (pendingAt: number) =>
      factsOf(anAlert({ state: 'pending', pendingAt }), slow, at)['Fires in'];

    expect(pending(13 * minute)).to.equal('3 min');
    expect(pending(10 * minute)).to.equal('the next round');
  });

  it('have no limit where the rule is of findings, or gone', () => {
    const guilty = ruleNamed('MeteorFindingGuilty');

    for (const rule of [guilty, undefined]) {
      expect(factsOf(anAlert(), rule, at)).to.have.all.keys('Began', 'Fires since', 'Told');
    }
    const pending = anAlert({ state: 'pending', pendingAt: 0 });
    expect(factsOf(pending, undefined, at)).to.have.all.keys('Since');
  });
});
