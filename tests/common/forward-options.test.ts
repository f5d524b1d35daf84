import { expect } from 'chai';
import pick from 'lodash/pick';
import { forwardOptions } from '../../common/forward-options';
import { resolveOptions } from '../../common/options';

describe('the options of destinations', () => {
  it('forward nothing, and are ready for a key', () => {
    const options = pick(resolveOptions({}), Object.keys(forwardOptions));

    expect(options).to.deep.equal({
      segment: { writeKey: undefined, url: 'https://api.segment.io', consent: 'segment' },
      rudderstack: { url: undefined, writeKey: undefined, consent: 'rudderstack' },
      jitsu: { url: undefined, writeKey: undefined, consent: 'jitsu' },
      posthog: {
        key: undefined,
        url: 'https://us.i.posthog.com',
        groupType: 'company',
        profiles: 'identified',
        consent: 'posthog',
      },
      ga4: {
        measurementId: undefined,
        apiSecret: undefined,
        url: 'https://www.google-analytics.com',
        userId: false,
        traits: [],
        ads: false,
        consent: 'ga4',
      },
      matomo: { url: undefined, siteId: undefined, token: undefined, consent: 'matomo' },
    });
  });

  it('can be given in the environment', () => {
    const env = { RADIANT_GA_4_MEASUREMENT_ID: 'G-1', RADIANT_GA_4_TRAITS: 'plan,team' };

    expect(resolveOptions({ env }).ga4).to.deep.include({
      measurementId: 'G-1',
      traits: ['plan', 'team'],
    });
  });
});
