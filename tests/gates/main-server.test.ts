import { readdirSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { expect } from 'chai';
import { importsOf, packagesBehind } from './imports-of';

const tests = join(__dirname, '..');
const list = join(tests, 'main.server.ts');

/** Packages that are there when the tests run inside Meteor (`package.js`, `onTest`). */
const available = /^(chai|isbot|lodash(\/.*)?|rotating-file-stream|node:.*)$/;

/** Every test of shipped code that needs nothing Meteor's test run does not have. */
function runnable(): string[] {
  return ['common', 'server']
    .flatMap((folder) =>
      readdirSync(join(tests, folder), { recursive: true, encoding: 'utf8' }).map((name) =>
        join(tests, folder, name),
      ),
    )
    .filter((file) => file.endsWith('.test.ts'))
    .filter((file) => [...packagesBehind(file)].every((name) => available.test(name)))
    .map((file) => `./${relative(tests, file).replace(/\.ts$/, '')}`)
    .sort();
}

function text(modules: readonly string[]): string {
  const head =
    '/** The tests that `meteor test-packages` runs: see tests/gates/main-server.test.ts. */\n';
  return head + modules.map((name) => `import '${name}';\n`).join('');
}

describe('tests/main.server.ts', () => {
  it('lists every test that can run inside Meteor', () => {
    const expected = runnable();
    if (process.env.UPDATE_DOCS) writeFileSync(list, text(expected));

    expect(expected.length).to.be.greaterThan(10);
    expect(importsOf(list)).to.deep.equal(expected);
  });
});
