import { expect } from 'chai';
import { firstFindings } from '../../../../../client/dashboard/screens/overview/first-findings';
import type { Finding, FindingKind } from '../../../../../common/finding';

const of = (kind: FindingKind, name: string): Finding => ({
  ...{ kind, severity: 'warning', subject: { owner: { kind: 'publication', name } } },
  ...{ evidence: {}, sentence: '', anchor: '' },
});
const names = (findings: readonly Finding[]) =>
  firstFindings(findings).map(({ subject }) => subject.owner?.name);

describe('the findings that are shown first', () => {
  it('are the most severe, as they came', () => {
    expect(names([of('leak', 'a'), of('waste', 'b')])).to.deep.equal(['a', 'b']);
  });

  it('are two of a kind at most, so that what is everywhere hides nothing', () => {
    const slower = ['a', 'b', 'c', 'd', 'e'].map((name) => of('regression', name));
    expect(names([...slower, of('guilty', 'g')])).to.deep.equal(['a', 'b', 'g']);
  });

  it('are four in all', () => {
    const kinds: FindingKind[] = ['leak', 'waste', 'guilty', 'polling', 'orphans'];
    expect(names(kinds.map((kind) => of(kind, kind)))).to.have.length(4);
  });
});
