import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { aFolder } from './a-folder';

describe('a test that has a second attempt', function () {
  this.timeout(30_000);
  const folder = aFolder();

  it('is told of when it needed it, and only then', () => {
    const file = join(folder.path, 'flaky.test.cjs');
    writeFileSync(file, flaky);

    const { stderr, stdout, status } = spawnSync(
      process.execPath,
      [mocha, '--no-config', '--require', hook, '--retries', '1', file],
      { encoding: 'utf8', env: { ...process.env, NODE_OPTIONS: '' } },
    );

    expect(stderr).to.equal(`RETRIED: a test fails once (${file})\n`);
    expect(stdout).to.include('2 passing').and.to.include('1 failing');
    expect(status).to.equal(1);
  });
});

const mocha = require.resolve('mocha/bin/mocha.js');
const hook = join(__dirname, 'retried.cjs');

const flaky = `
let attempts = 0;
describe('a test', () => {
  it('passes', () => {});
  it('fails once', () => {
    attempts++;
    if (attempts === 1) throw new Error('not yet');
  });
  it('fails always', () => {
    throw new Error('never');
  });
});
`;
