import { expect } from 'chai';
import { RadiantError } from '../../common/errors';
import { resolveOptions, type UserOptions } from '../../common/options';
import { chooseSinks } from '../../server/choose-sinks';

const url = 'https://example.org';
const complete = {
  segment: { writeKey: 'k' },
  rudderstack: { url, writeKey: 'k' },
  jitsu: { url, writeKey: 'k:s' },
  posthog: { key: 'phc_k' },
  ga4: { measurementId: 'G-1', apiSecret: 's' },
  matomo: { url, siteId: 1 },
} satisfies UserOptions;

const namesOf = (given: UserOptions) => {
  const { sinks, backend } = chooseSinks(resolveOptions({ env: {}, given }));
  return { names: sinks.map(({ name }) => name), backend: backend.name };
};

describe('configuredForwarders', () => {
  it('are there when they are asked for, beside a sink that can be read', () => {
    expect(namesOf(complete)).to.deep.equal({
      names: [...Object.keys(complete), 'memory'],
      backend: 'memory',
    });
  });

  for (const [name, group] of Object.entries(complete)) {
    for (const key of Object.keys(group)) {
      const rest = Object.entries(group).filter(([other]) => other !== key);
      if (rest.length === 0) continue;

      it(`refuse ${name} without ${name}.${key}`, () => {
        expect(() => namesOf({ [name]: Object.fromEntries(rest) }))
          .to.throw(RadiantError, `options.${name}.${key} is missing`)
          .with.property('code', 'options-invalid');
      });
    }
  }
});
