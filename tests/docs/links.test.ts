import { expect } from 'chai';
import { documents, textOf } from './documents';
import { anchorsOf, linksOf, wrongWith } from './links';

describe('links in the documents', () => {
  for (const document of documents()) {
    it(`lead somewhere: ${document}`, () => {
      const wrong = linksOf(textOf(document)).flatMap(({ target, line }) => {
        const what = wrongWith(document, target);
        return what ? [`${document}:${line}: ${what}`] : [];
      });

      expect(wrong).to.deep.equal([]);
    });
  }
});

describe('the link checker', () => {
  it('finds links in prose, and none in code or to other hosts', () => {
    const text =
      'See [one](a.md#b) and\n![a picture](b.png "title").\n`[no](c.md)` [web](https://x.y)\n```ts\n[no](d.md)\n```\n';

    expect(linksOf(text)).to.deep.equal([
      { target: 'a.md#b', line: 1 },
      { target: 'b.png', line: 2 },
    ]);
  });

  it('names anchors as GitHub does', () => {
    const text =
      '# One, two: `three`\n## Same\n## Same\n```sh\n# no heading\n```\n### [Link](x.md) & more\n';

    expect([...anchorsOf(text)]).to.deep.equal(['one-two-three', 'same', 'same-1', 'link--more']);
  });

  for (const [target, what] of [
    ['docs/nowhere.md', /is not there/],
    ['README.md#nowhere', /no such heading/],
    ['../elsewhere.md', /out of the repository/],
    ['docs#glossary', /no document/],
  ] as const) {
    it(`refuses ${target}`, () => {
      expect(wrongWith('README.md', target)).to.match(what);
    });
  }

  it('takes what is there', () => {
    expect(wrongWith('docs/cost.md', '../README.md#overhead')).to.equal(undefined);
    expect(wrongWith('README.md', 'docs/backends')).to.equal(undefined);
  });
});
