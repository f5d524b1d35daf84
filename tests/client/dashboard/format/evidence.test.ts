import { expect } from 'chai';
import { evidenceFigures } from '../../../../client/dashboard/format/evidence';

describe('evidenceFigures', () => {
  it('gives figures labels and units', () => {
    expect(evidenceFigures({ share: 0.583, cpuMs: 83_343, handles: 30 })).to.deep.equal([
      { label: 'share of the CPU', text: '58.3 %' },
      { label: 'CPU time', text: '83.3 s' },
      { label: 'handles', text: '30' },
    ]);
  });

  it('keeps the name of what it does not know, and texts as they are', () => {
    expect(evidenceFigures({ toString: 3, reason: 'LIMIT_NO_SORT' })).to.deep.equal([
      { label: 'toString', text: '3' },
      { label: 'reason', text: 'LIMIT_NO_SORT' },
    ]);
  });
});
