import { expect } from 'chai';
import { withOkgrow } from '../../server/okgrow-forwarding';

const segment = { 'Segment.io': { apiKey: 'key' } };
const google = { 'Google Analytics': { trackingId: 'G-1' } };

describe('forwarding, with settings of okgrow:analytics', () => {
  it('goes to the source of Segment that they name', () => {
    const settings = withOkgrow(undefined, { analyticsSettings: segment }, {});
    expect(settings).to.deep.equal({ segment: { writeKey: 'key' } });
  });

  it('goes where Radiant’s own settings say, should they say something', () => {
    const own = { service: 'shop', segment: { writeKey: 'other', url: 'https://eu' } };
    expect(withOkgrow(own, { analyticsSettings: segment }, {})).to.deep.equal(own);
  });

  it('goes to Google only with an API secret, which is private', () => {
    const open = { analyticsSettings: google };
    const ga4 = { measurementId: 'G-1', userId: false };

    expect(withOkgrow({}, open, {})).to.deep.equal({});
    expect(withOkgrow({}, open, { RADIANT_GA_4_API_SECRET: 's' })).to.deep.equal({ ga4 });
    expect(withOkgrow({ ga4: { apiSecret: 's' } }, open, {})).to.deep.equal({
      ga4: { ...ga4, apiSecret: 's' },
    });
  });

  it('is not read of an app that has settings for Radiant’s client', () => {
    const open = { analyticsSettings: segment, radiant: { analytics: {} } };
    expect(withOkgrow(undefined, open, {})).to.equal(undefined);
  });

  for (const odd of ['text', 7, null, []]) {
    it(`leaves ${JSON.stringify(odd)} for the check of the options`, () => {
      expect(withOkgrow(odd, { analyticsSettings: segment }, {})).to.equal(odd);
      const kept = withOkgrow({ segment: odd }, { analyticsSettings: segment }, {});
      expect(kept).to.deep.equal({ segment: odd });
    });
  }

  it('needs no settings at all', () => {
    expect(withOkgrow(undefined, undefined, {})).to.equal(undefined);
  });
});
