import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { findingTexts, whatToDo } from '../../../../client/dashboard/ui/finding-texts';
import { findingKinds } from '../../../../common/finding';

const page = readFileSync(join(__dirname, '../../../../docs/findings.md'), 'utf8');

/** The three texts of a section; tables, which the dashboard has from elsewhere, left out. */
function documented(kind: string) {
  const [, section = ''] = page.split(`\n## ${kind}\n`);
  const [own = ''] = section.split('\n## ');
  const [, means, decidedBy, todo = ''] =
    /\*\*Means:\*\*(.*)\*\*Decided by[:,]\*\*(.*)\*\*What to do[:,]\*\*(.*)/s.exec(own) ?? [];
  return {
    means: means?.trim(),
    decidedBy: decidedBy?.trim(),
    whatToDo: todo.replaceAll(/^\|.*\n/gm, '').trim(),
  };
}

describe('findingTexts', () => {
  for (const kind of findingKinds) {
    it(`has of ${kind} what docs/findings.md says`, () => {
      const { verb: _verb, ...texts } = findingTexts[kind];

      expect(texts).to.deep.equal(documented(kind));
    });
  }
});

describe('whatToDo', () => {
  it('is what the documentation says', () => {
    const text = whatToDo({ kind: 'leak', evidence: {} });

    expect(text).to.equal(findingTexts.leak.whatToDo);
  });

  it('goes by the reason for polling', () => {
    const evidence = { reason: 'LIMIT_NO_SORT' };

    expect(whatToDo({ kind: 'polling', evidence })).to.equal(
      'add a sort, { _id: 1 } if any will do.',
    );
  });

  it('says what another finding says instead of pointing to it', () => {
    const text = whatToDo({ kind: 'orphans', evidence: {} });

    expect(text).to.contain('this.onStop').and.to.contain('open it outside of it');
    expect(text).not.to.contain('](#');
  });
});
