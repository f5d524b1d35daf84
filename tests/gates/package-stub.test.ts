import { expect } from 'chai';
import { describePackage } from './package-stub';

const packageJs = (body: string) => `Package.onUse((api) => { ${body} });`;

const refused: ReadonlyArray<readonly [what: string, source: string, says: RegExp]> = [
  ['versions that are not exact', packageJs(`Npm.depends({ lodash: '^4.17.21' })`), /not exact/],
  [
    'a second Npm.depends',
    packageJs(`Npm.depends({ lodash: '4.17.21' }); Npm.depends({ isbot: '5.2.3' })`),
    /once per package/,
  ],
  ['assets that are nowhere', packageJs(`api.addAssets(['a.txt'])`), /told where/],
  ['an asset twice', packageJs(`api.addAssets(['a.txt', 'a.txt'], 'server')`), /duplicate/],
  [
    'two main modules of a side',
    packageJs(`api.mainModule('a.ts', 'server'); api.mainModule('b.ts', 'server')`),
    /two main modules/,
  ],
  ['what the API has not', packageJs(`api.use_module('a')`), /api.use_module is not known/],
];

describe('the stand-in for Meteor’s Package API', () => {
  for (const [what, source, says] of refused) {
    it(`refuses ${what}`, () => {
      expect(() => describePackage('onUse', source)).to.throw(says);
    });
  }

  it('notes what is used where, and how', () => {
    const { uses } = describePackage(
      'onUse',
      packageJs(`api.use('a@1.0.0'); api.use(['b'], 'server', { weak: true })`),
    );

    expect(uses).to.deep.equal([
      { name: 'a', constraint: '1.0.0', sides: ['client', 'server'], weak: false },
      { name: 'b', constraint: undefined, sides: ['server'], weak: true },
    ]);
  });
});
