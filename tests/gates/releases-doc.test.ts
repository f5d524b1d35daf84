import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { compareThresholds } from '../../server/compare/compare-thresholds';

const page = readFileSync(join(__dirname, '../../docs/releases.md'), 'utf8');

describe('the documentation of comparing releases', () => {
  it('has every threshold with its value', () => {
    const rows = Object.entries(compareThresholds).map(
      ([name, value]) => `| \`${name}\` | ${value} |\n`,
    );

    expect(page.endsWith(`|---|---|\n${rows.join('')}`)).to.equal(true);
  });
});
