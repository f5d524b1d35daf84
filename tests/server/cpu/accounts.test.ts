import { expect } from 'chai';
import type { Invocation } from '../../../common/invocation';
import { ownInvocation } from '../../../common/own-invocation';
import { createAccounts } from '../../../server/cpu/accounts';
import { anInvocation } from '../../support/samples';

function accountsIn(invocation: Invocation | undefined, limit = 100) {
  return createAccounts({ context: { current: () => invocation }, limit });
}

const adding = anInvocation('method', 'tasks.add');

describe('accounts of CPU time', () => {
  it('know the work of a call by the invocation that is current', () => {
    const accounts = accountsIn(adding);

    const account = accounts.accountOf(adding.work);

    expect(account.label).to.deep.equal({ owner: 'method', name: 'tasks.add' });
    expect(accounts.ofInvocation(adding)).to.equal(account);
  });

  it('go by the label of what has one, whatever is current', () => {
    const accounts = accountsIn(adding);

    const account = accounts.accountOf({ cpuMs: 0, label: { owner: 'observer', name: 'tasks' } });

    expect(account.label).to.deep.equal({ owner: 'observer', name: 'tasks' });
  });

  it('take what has no label and is no work for an observer that the call opens', () => {
    const { label } = accountsIn(adding).accountOf({ cpuMs: 0 });

    expect(label).to.deep.equal({ owner: 'observer', name: 'tasks.add' });
  });

  it('keep apart a method and a publication of the same name', () => {
    const accounts = accountsIn(undefined);

    const method = accounts.ofInvocation(anInvocation('method', 'tasks'));
    const publication = accounts.ofInvocation(anInvocation('publication', 'tasks'));

    expect(method).not.to.equal(publication);
  });

  it('know what runs for Radiant itself, and what belongs to nobody', () => {
    const accounts = accountsIn(undefined);

    expect(accounts.ofInvocation(ownInvocation).label.owner).to.equal('radiant');
    expect(accounts.ofInvocation(undefined).label.owner).to.equal('unattributed');
    expect(accounts.accountOf({ cpuMs: 0 }).label.owner).to.equal('unattributed');
    expect(accounts.accountOf(adding.work).label.owner).to.equal('unattributed');
  });

  it('share _OTHER beyond the limit', () => {
    const accounts = accountsIn(undefined, 4);
    const nameOf = (name: string) => accounts.ofInvocation(anInvocation('method', name)).label.name;

    expect(['a', 'b', 'c', 'd', 'a'].map(nameOf)).to.deep.equal([
      'a',
      'b',
      '_OTHER',
      '_OTHER',
      'a',
    ]);
    expect(accounts.all).to.have.length(5);
  });
});
