import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { documents, root } from './documents';

const cspell = join(root, 'node_modules/cspell/bin.mjs');
const words = readFileSync(join(root, 'docs/words.txt'), 'utf8')
  .split('\n')
  .filter(Boolean)
  .slice(1);

/** What the checker does not know, in the documents and in what it is given besides. */
function unknownWords(more: string): string[] {
  const { stdout, stderr, status } = spawnSync(
    process.execPath,
    [
      ...[cspell, '--config', 'cspell.json', '--no-progress', '--no-summary'],
      ...documents(),
      'stdin://more.md',
    ],
    { cwd: root, input: more, encoding: 'utf8' },
  );
  if (status !== 0 && status !== 1) throw new Error(stderr);
  return stdout.split('\n').filter(Boolean);
}

describe('spelling', () => {
  // One run, as the checker takes seconds to start: the second text shows that it looks.
  it('is that of the dictionaries and of docs/words.txt, in prose and not in code', () => {
    const planted = 'A misspeled word, `knot a wrod`.\n```ts\nconst wrod = 1;\n```\n';

    const found = unknownWords(planted);

    expect(found.filter((line) => line.startsWith('more.md'))).to.have.length(1);
    expect(found.filter((line) => !line.startsWith('more.md'))).to.deep.equal([]);
  }).timeout(180_000);
});

describe('docs/words.txt', () => {
  it('is in order, has nothing twice and nothing that no document uses', () => {
    const prose = documents()
      .map((document) => readFileSync(join(root, document), 'utf8').toLowerCase())
      .join('\n');
    const sorted = [...words].sort((a, b) => a.toLowerCase().localeCompare(b.toLowerCase(), 'en'));

    expect(words).to.deep.equal(sorted);
    expect(new Set(words).size).to.equal(words.length);
    expect(words.filter((word) => !prose.includes(word.toLowerCase()))).to.deep.equal([]);
  });
});
