import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { foundSources } from './package-files';

/**
 * Meteor puts all files of a package into one text, which V8 keeps for as long
 * as the app runs: a byte for each character, or two for all of them as soon
 * as one is beyond U+00FF.
 */
describe('code that Meteor loads', () => {
  it('has no character beyond Latin-1, which would double the memory of its text', () => {
    const files = foundSources().filter((file) => !file.startsWith('tests/'));

    const wide = files.filter((file) => /[^\0-\u00ff]/.test(readFileSync(file, 'utf8')));

    expect(files.length).to.be.above(400);
    expect(wide, 'write \\u2026 and the like').to.deep.equal([]);
  });
});
