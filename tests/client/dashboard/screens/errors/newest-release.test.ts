import { expect } from 'chai';
import {
  isNew,
  newestRelease,
} from '../../../../../client/dashboard/screens/errors/newest-release';
import { aResource } from '../../../../support/a-batch';

const old = aResource({ release: '1', startedAt: 1_000 });
const restarted = aResource({ release: '1', startedAt: 9_000 });
const first = aResource({ release: '2', startedAt: 5_000 });
const later = aResource({ release: '2', startedAt: 6_000 });

describe('newestRelease', () => {
  it('is the one whose first process was started last, whatever was restarted since', () => {
    expect(newestRelease([restarted, later, first, old])).to.deep.equal({
      release: '2',
      startedAt: 5_000,
    });
  });

  it('is none where there is one release only, or the newest has no name', () => {
    const unnamed = aResource({ release: 'unknown', startedAt: 9_000 });

    expect(newestRelease([])).to.equal(undefined);
    expect(newestRelease([first, later])).to.equal(undefined);
    expect(newestRelease([old, unnamed])).to.equal(undefined);
  });
});

describe('isNew', () => {
  const newest = { release: '2', startedAt: 5_000 };

  it('is what began with the newest release', () => {
    expect(isNew({ firstRelease: '2', firstAt: 5_000 }, newest)).to.equal(true);
  });

  it('is not what an older release had, or what was there before', () => {
    expect(isNew({ firstRelease: '1', firstAt: 7_000 }, newest)).to.equal(false);
    expect(isNew({ firstRelease: '2', firstAt: 4_999 }, newest)).to.equal(false);
  });

  it('is nothing where the newest release is not known', () => {
    expect(isNew({ firstRelease: '2', firstAt: 5_000 }, undefined)).to.equal(false);
  });
});
