import { expect } from 'chai';
import type { CpuLabel } from '../../../common/stopwatch';
import { Account } from '../../../server/cpu/account';
import { shareOut } from '../../../server/cpu/estimate';

function anAccount(owner: CpuLabel['owner'], name: string, sliceMs: number): Account {
  const account = new Account({ owner, name }, 0, undefined);
  account.add(0, sliceMs);
  return account;
}

const figures = (estimates: ReturnType<typeof shareOut>) =>
  estimates.map(({ owner, name, cpuMs }) => [`${owner}:${name}`, Math.round(cpuMs * 1e6) / 1e6]);

describe('shareOut', () => {
  it('gives each its part of the CPU time of windows, and says what is left', () => {
    const accounts = [anAccount('method', 'a', 20), anAccount('observer', 'tasks', 10)];

    const estimates = shareOut(accounts, 100, 1_000);

    expect(figures(estimates)).to.deep.equal([
      ['method:a', 200],
      ['observer:tasks', 100],
      ['unattributed:', 700],
    ]);
  });

  it('never gives out more than there was, however long the slices took', () => {
    const accounts = [anAccount('method', 'a', 150), anAccount('unattributed', '', 50)];

    const estimates = shareOut(accounts, 100, 1_000);

    expect(figures(estimates)).to.deep.equal([
      ['method:a', 750],
      ['unattributed:', 250],
    ]);
  });

  it('attributes nothing where nothing was seen', () => {
    expect(figures(shareOut([], 0, 40))).to.deep.equal([['unattributed:', 40]]);
    expect(figures(shareOut([anAccount('job', 'x', 0)], 0, 40))).to.deep.equal([
      ['unattributed:', 40],
    ]);
  });
});
