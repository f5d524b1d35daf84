import { expect } from 'chai';
import { findingLinks, subjectName } from '../../../../client/dashboard/data/finding-links';
import type { Finding } from '../../../../common/finding';

const entry = {
  owner: { kind: 'publication', name: 'tasks.byList' },
  collection: 'tasks',
  shape: '{listId: ?}',
  driver: 'oplog',
} as const;

function aFinding(parts: Partial<Finding>): Finding {
  return {
    kind: 'guilty',
    severity: 'warning',
    subject: entry,
    evidence: {},
    sentence: '',
    anchor: '',
    ...parts,
  };
}

const linksOf = (parts: Partial<Finding>) =>
  findingLinks(aFinding(parts)).map((link) => [link.screen, link.with]);

describe('findingLinks', () => {
  it('lead from a regression to both releases, and to what is slower', () => {
    const subject = { owner: { kind: 'method', name: 'move' } } as const;
    const evidence = { release: '1.1.0', before: '1.0.0' };

    expect(linksOf({ kind: 'regression', subject, evidence })).to.deep.equal([
      ['releases', { a: '1.0.0', b: '1.1.0' }],
      ['methods', { name: 'move' }],
    ]);
  });

  it('lead to the entry, its owner, and who writes to its collection', () => {
    expect(linksOf({})).to.deep.equal([
      [
        'observers',
        {
          kind: 'publication',
          name: 'tasks.byList',
          ...{ collection: 'tasks', shape: '{listId: ?}', driver: 'oplog' },
        },
      ],
      ['publications', { name: 'tasks.byList' }],
      ['database', { tab: 'writes', collection: 'tasks' }],
    ]);
  });

  it('lead to the method where one opened the observers', () => {
    const owner = { kind: 'method', name: 'reports.run' } as const;

    expect(linksOf({ subject: { owner } })[1]).to.deep.equal(['methods', { name: 'reports.run' }]);
  });

  it('lead to all that polls where the whole app does', () => {
    expect(linksOf({ kind: 'polling', subject: { driver: 'polling' } })).to.deep.equal([
      ['observers', { view: 'polling' }],
    ]);
  });

  it('lead to the state of the hooks where figures are too low', () => {
    expect(linksOf({ kind: 'incomplete', subject: {} })).to.deep.include(['radiant', {}]);
  });
});

describe('subjectName', () => {
  it('is the owner, else the collection, the driver, or the app', () => {
    const names = [
      aFinding({}),
      aFinding({ subject: { owner: { kind: 'none', name: '' } } }),
      aFinding({ kind: 'incomplete', subject: { collection: 'tasks' } }),
      aFinding({ kind: 'uncounted', subject: { driver: 'RedisDriver' } }),
      aFinding({ kind: 'polling', subject: { driver: 'polling' } }),
    ].map(subjectName);

    expect(names).to.deep.equal([
      ...['tasks.byList', 'Code outside of any call', 'tasks', 'The driver RedisDriver', 'The app'],
    ]);
  });
});
