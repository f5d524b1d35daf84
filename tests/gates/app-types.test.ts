import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';

const root = join(__dirname, '../..');

describe('the types that apps get', () => {
  it('are those of the file that package-types.json names', () => {
    const { typesEntry } = JSON.parse(readFileSync(join(root, 'package-types.json'), 'utf8'));

    expect(typesEntry).to.equal('types.ts');
    expect(readFileSync(join(root, 'package.js'), 'utf8')).to.match(/addAssets.*package-types/);
  });

  it('check tracked events against the names an app has declared', () => {
    // A program of its own: what is declared in it would hold for all tests.
    const tsc = join(root, 'node_modules/typescript/bin/tsc');
    const { stdout, status } = spawnSync(process.execPath, [tsc, '-p', 'tests/types/app'], {
      cwd: root,
      encoding: 'utf8',
    });

    expect(stdout).to.equal('');
    expect(status).to.equal(0);
  }).timeout(90_000);
});
