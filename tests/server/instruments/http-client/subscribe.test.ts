import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { expect } from 'chai';

describe('a channel of Node’s', () => {
  it('is heard again after nobody listened for a while, though Node may have forgotten it', () => {
    const program = ['--expose-gc', '--require', 'tsx/cjs', join(__dirname, 'listen-again.ts')];

    expect(execFileSync(process.execPath, program, { encoding: 'utf8' })).to.equal('1');
  });
});
