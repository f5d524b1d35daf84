import { expect } from 'chai';
import { metrics } from '../../common/metrics';
import { documents, textOf } from './documents';

/** Guides that explain figures; other pages have names of options, collections and Meteor's own. */
const guides = documents().filter((document) =>
  /^docs\/(performance|finding-leaks|migrating-from-kadira|how-it-works|scale|releasing|deploying\/.*)\.md$/.test(
    document,
  ),
);

/** Names that begin like those of metrics, and are options. */
const options = /^(http|collector|instruments|app)\.(url|ip|enabled|path|errors|volumes)$/;

const prefixes = new Set(Object.keys(metrics).map((name) => name.split('.')[0]));

describe('names of metrics in the guides', () => {
  for (const guide of guides) {
    it(`are those that there are: ${guide}`, () => {
      const named = [...textOf(guide).matchAll(/`([a-zA-Z]+(?:\.[a-zA-Z]+)+)`/g)]
        .map(([, name = '']) => name)
        .filter((name) => prefixes.has(name.split('.')[0]) && !options.test(name));

      expect(named.filter((name) => !(name in metrics))).to.deep.equal([]);
    });
  }

  it('are looked at', () => {
    expect(guides).to.have.length.above(8);
    expect(prefixes).to.include('method');
  });
});
