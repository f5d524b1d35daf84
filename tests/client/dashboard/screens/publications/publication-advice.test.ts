import { expect } from 'chai';
import {
  allAdvice,
  publicationAdvice,
} from '../../../../../client/dashboard/screens/publications/publication-advice';
import type { PublicationRow } from '../../../../../client/dashboard/screens/publications/publication-rows';

const adviceOn = (row: Partial<PublicationRow>) =>
  publicationAdvice(row as PublicationRow).join(' ');

describe('what to do about a publication', () => {
  it('is what stands out in its figures', () => {
    expect(adviceOn({ errors: 0.001 })).to.contain('see its errors');
    expect(adviceOn({ readyP95: 1_000, db: 600 })).to.contain('missing index');
    expect(adviceOn({ readyP95: 1_000 })).to.contain('slowest traces');
    expect(adviceOn({ readyP95: 1_000, initialDocs: 500 })).to.contain('500 documents: limit');
    expect(adviceOn({ initialDocs: 500 })).to.contain('begins with up to 500 documents');
    expect(adviceOn({ liveBytes: 2_000, initialBytes: 10, impact: 0.6 })).to.contain('2 kB/s');
    expect(adviceOn({ docBytes: 2e6, active: 2 })).to.contain('1 MB of documents for each');
    expect(adviceOn({ lifetime: 4_000, subscribes: 1 })).to.contain('end within 4 s');
  });

  it('is nothing where nothing stands out', () => {
    const calm = { readyP95: 999, initialDocs: 499, lifetime: 5_000, subscribes: 1, errors: 0 };

    expect(adviceOn(calm)).to.contain('Nothing stands out');
    expect(adviceOn({})).to.contain('Nothing stands out');
  });

  it('is three sentences at most', () => {
    const row = {
      errors: 1,
      readyP95: 2_000,
      docBytes: 9e6,
      active: 1,
      lifetime: 1,
      subscribes: 1,
    };

    expect(publicationAdvice(row as PublicationRow)).to.have.length(3);
  });

  it('is to pick the one that sends most, where all are shown', () => {
    const rows = [{ name: 'a', impact: 0.9 }, { name: 'b' }] as PublicationRow[];

    expect(allAdvice(rows).join()).to.contain('a sends 90 %');
  });
});
