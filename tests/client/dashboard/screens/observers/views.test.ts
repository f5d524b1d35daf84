import { expect } from 'chai';
import {
  findingsOf,
  isInView,
  viewNames,
  views,
} from '../../../../../client/dashboard/screens/observers/views';
import type { Finding, FindingKind } from '../../../../../common/finding';
import type { ReportedObserver } from '../../../../../common/load-report';
import { aReported } from './a-report';

function aFinding(kind: FindingKind, subject: Finding['subject']): Finding {
  return { kind, severity: 'warning', subject, evidence: {}, sentence: '', anchor: '' };
}

const subjectOf = ({ owner, collection, shape, driver }: ReportedObserver) => ({
  ...{ owner, collection, shape, driver },
});

const viewsOf = (entry: ReportedObserver, findings: readonly Finding[] = []) =>
  viewNames.filter((view) => isInView(entry, view, findings));

describe('isInView', () => {
  it('shows every entry among all', () => {
    expect(viewsOf(aReported())).to.deep.equal(['all']);
  });

  it('takes handles that were left behind for a leak, and what a finding says to be one', () => {
    const entry = aReported();

    expect(viewsOf(aReported({ orphans: 1 }))).to.include('leaking');
    expect(viewsOf(entry, [aFinding('leak', subjectOf(entry))])).to.include('leaking');
    expect(viewsOf(entry, [aFinding('ownerless-old', subjectOf(entry))])).to.include('leaking');
  });

  it('does not take what is found of another entry, or of the whole app, for its own', () => {
    const other = subjectOf(aReported({ name: 'other' }));

    expect(viewsOf(aReported(), [aFinding('leak', other), aFinding('leak', {})])).to.deep.equal([
      'all',
    ]);
  });

  it('shows duplicates and pollers', () => {
    expect(viewsOf(aReported({ duplicates: 1 }))).to.include('duplicates');
    expect(viewsOf(aReported({ driver: 'polling' }))).to.include('polling');
  });

  it('shows what is not shared from five multiplexers on, duplicates apart', () => {
    expect(viewsOf(aReported({ handles: 5, multiplexers: 5 }))).to.include('not-shared');
    expect(viewsOf(aReported({ handles: 4, multiplexers: 4 }))).not.to.include('not-shared');
    expect(viewsOf(aReported({ handles: 6, multiplexers: 5 }))).not.to.include('not-shared');
    expect(viewsOf(aReported({ handles: 5, multiplexers: 5, duplicates: 1 }))).not.to.include(
      'not-shared',
    );
  });
});

describe('views', () => {
  it('are all described', () => {
    expect(views.map(({ name }) => name)).to.deep.equal([...viewNames]);
  });
});

describe('findingsOf', () => {
  it('are those that name the entry', () => {
    const entry = aReported();
    const own = aFinding('guilty', subjectOf(entry));

    expect(findingsOf(entry, [own, aFinding('incomplete', { collection: 'tasks' })])).to.deep.equal(
      [own],
    );
  });
});
