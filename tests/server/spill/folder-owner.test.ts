import { expect } from 'chai';
import { folderNameOf, isAbandoned } from '../../../server/spill/folder-owner';

const self = { host: 'web-1', pid: 100, instance: 'abc' };
const minute = 60_000;

const abandoned = (
  owner: { host?: string; pid?: number; instance?: string },
  { alive = false, silentMs = 0 } = {},
) =>
  isAbandoned(
    { name: folderNameOf({ ...self, instance: 'other', ...owner }), touchedAt: 0 },
    self,
    { now: silentMs, isAlive: () => alive },
  );

describe('a folder of spilled batches', () => {
  it('is abandoned when its process is gone from this host', () => {
    expect(abandoned({ pid: 7 })).to.equal(true);
    expect(abandoned({ pid: 7 }, { alive: true, silentMs: 60 * minute })).to.equal(false);
  });

  it('is abandoned when this process has the id of its owner', () => {
    expect(abandoned({ pid: 100 }, { alive: true })).to.equal(true);
  });

  it('is abandoned by another host after ten minutes of silence', () => {
    expect(abandoned({ host: 'web-2' }, { silentMs: 10 * minute })).to.equal(false);
    expect(abandoned({ host: 'web-2' }, { silentMs: 10 * minute + 1 })).to.equal(true);
  });

  it('is not abandoned when it is the own one', () => {
    expect(abandoned({ instance: 'abc' })).to.equal(false);
  });

  it('is left alone when it is none of ours', () => {
    for (const name of ['', 'lost+found', 'a~b~c', 'web-1~7']) {
      const facts = { name, touchedAt: 0 };
      expect(isAbandoned(facts, self, { now: 1e12, isAlive: () => false }), name).to.equal(false);
    }
  });

  it('has a name without separators of paths, whatever the host is called', () => {
    const name = folderNameOf({ host: '../a/b~\\', pid: 1, instance: 'x/y' });

    expect(name).not.to.match(/[/\\]/);
  });
});
