import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { parseArguments } from '../../examples/demo/arguments';
import { type Block, blocksOf, documents, root, textOf } from './documents';

/**
 * Every block of commands in the documents is run (`<!-- run -->` before it),
 * followed by the walk (`<!-- walk -->`, tests/e2e/quick-start.test.ts), or
 * says why not (`<!-- not run: … -->`).
 *
 * A demo takes seconds, and its scenarios have tests of their own
 * (tests/load-truth/scenarios.test.ts): one is run, of the others the arguments
 * are read as the demo reads them. RADIANT_DOCS_RUN=all runs each.
 */
const isRunWhole = process.env.RADIANT_DOCS_RUN === 'all';
const demoThatRuns = 'npm run demo -- --scenario leak';

const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));

interface Commands extends Block {
  readonly document: string;
}

const blocks: Commands[] = documents().flatMap((document) =>
  blocksOf(textOf(document))
    .filter(({ language }) => /^(sh|bash|shell|console)$/.test(language))
    .map((block) => ({ ...block, document })),
);

const isDemo = ({ code }: Block) => /^npm run demo\b.*$/.test(code.trim());
const marked = blocks.filter(({ mark }) => mark === 'run');
const toRun = marked.filter(
  (block) => isRunWhole || !isDemo(block) || block.code.trim() === demoThatRuns,
);

describe('blocks of commands in the documents', () => {
  for (const { document, line, mark = '' } of blocks) {
    it(`are run, or say why not: ${document}:${line}`, () => {
      expect(mark).to.match(/^(run|walk|not run: \S.{9,})$/);
    });
  }

  for (const { document, line, code } of toRun) {
    it(`run: ${document}:${line}`, () => {
      const { status, stderr } = spawnSync('bash', ['-euo', 'pipefail', '-c', withAnEnd(code)], {
        cwd: root,
        encoding: 'utf8',
        timeout: 120_000,
        // An option of the agent's it is not.
        env: { ...process.env, NODE_OPTIONS: '', RADIANT_DOCS_RUN: undefined },
      });

      expect(status, stderr).to.equal(0);
    }).timeout(130_000);
  }
});

/** A demo runs until Ctrl-C; here for some seconds. */
function withAnEnd(code: string): string {
  return code.replaceAll(/^npm run demo\b(?!.*--seconds).*$/gm, (line) =>
    line.includes(' -- ') ? `${line} --seconds 3` : `${line} -- --seconds 3`,
  );
}

describe('npm scripts in the documents', () => {
  for (const document of documents()) {
    it(`are there, with arguments that they take: ${document}`, () => {
      for (const [, name = '', rest = ''] of textOf(document).matchAll(
        /npm run (?:--silent )?([\w:-]+)(?: -- ([^\n`#]+))?/g,
      )) {
        expect(scripts, document).to.have.property(name);
        if (name === 'demo') expect(() => parseArguments(wordsOf(rest)), rest).not.to.throw();
      }
    });
  }
});

/** `--scenario guilty|leak` stands for each of them. */
function wordsOf(text: string): string[] {
  const words = text.replace(/\)+[.,;]?.*$/, '').split(/\s+/);
  return words.filter(Boolean).map((word) => word.split('|')[0] ?? '');
}
