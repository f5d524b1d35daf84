import { expect } from 'chai';
import { isAbout } from '../../../../../client/dashboard/screens/observers/is-about';

const owner = { kind: 'publication', name: 'tasks.byList' } as const;
const subject = { owner, collection: 'tasks', shape: '{listId: ?}', driver: 'oplog' };

describe('isAbout', () => {
  it('holds where a finding names what is picked', () => {
    expect(isAbout(subject, { collection: 'tasks' })).to.equal(true);
    expect(isAbout(subject, { kind: 'publication', name: 'tasks.byList' })).to.equal(true);
    expect(
      isAbout({ collection: 'tasks' }, { name: 'tasks.byList', collection: 'tasks' }),
    ).to.equal(true);
  });

  it('does not hold where it names something else, or nothing of it', () => {
    expect(isAbout(subject, { collection: 'tasks', driver: 'polling' })).to.equal(false);
    expect(isAbout(subject, { kind: 'method', name: 'tasks.byList' })).to.equal(false);
    expect(isAbout({}, { collection: 'tasks' })).to.equal(false);
  });
});
