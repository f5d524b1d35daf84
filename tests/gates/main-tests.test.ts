import { readdirSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { expect } from 'chai';
import { importsOf } from './imports-of';
import { foundSources, reachedFrom } from './package-files';
import { describePackage } from './package-stub';

const root = join(__dirname, '../..');
const tests = join(root, 'tests');

/** Where tests of each side are, and what their run has besides npm packages of `onTest`. */
const sides = {
  server: { folders: ['common', 'server'], builtIn: /^node:/ },
  client: { folders: ['common', 'client'], builtIn: /^meteor\/meteor$/ },
};

/** Every test of a side that needs nothing Meteor's test run does not have. */
function runnable({ folders, builtIn }: (typeof sides)['server']): string[] {
  const found = new Set(foundSources());
  const npm = Object.keys(describePackage('onTest').npm);
  const isThere = (name: string) =>
    builtIn.test(name) || npm.some((one) => name === one || name.startsWith(`${one}/`));

  return folders
    .flatMap((folder) =>
      readdirSync(join(tests, folder), { recursive: true, encoding: 'utf8' }).map((name) =>
        relative(root, join(tests, folder, name)),
      ),
    )
    .filter((file) => file.endsWith('.test.ts'))
    .filter((file) => {
      const { files, packages } = reachedFrom(file);
      return [...packages].every(isThere) && [...files].every((one) => found.has(one));
    })
    .map((file) => `./${relative('tests', file).replace(/\.ts$/, '')}`)
    .sort();
}

function text(modules: readonly string[]): string {
  const head =
    '/** The tests that `meteor test-packages` runs: see tests/gates/main-tests.test.ts. */\n';
  return head + modules.map((name) => `import '${name}';\n`).join('');
}

for (const [side, where] of Object.entries(sides)) {
  describe(`tests/main.${side}.ts`, () => {
    it('lists every test that can run inside Meteor', () => {
      const list = join(tests, `main.${side}.ts`);
      const expected = runnable(where);
      if (process.env.UPDATE_DOCS) writeFileSync(list, text(expected));

      expect(expected.length).to.be.greaterThan(10);
      expect(importsOf(list)).to.deep.equal(expected);
    });
  });
}
