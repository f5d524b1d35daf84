import { expect } from 'chai';
import { okgrowNotice, readOkgrowSettings } from '../../../common/analytics/okgrow-settings';

const read = (block: unknown) => {
  const settings = readOkgrowSettings(block);
  if (!settings) throw new Error('nothing was read');
  return settings;
};

describe('the settings of okgrow:analytics', () => {
  for (const nothing of [undefined, null, 'autorun', 7, ['Segment.io']]) {
    it(`are not there when the block is ${JSON.stringify(nothing)}`, () => {
      expect(readOkgrowSettings(nothing)).to.equal(undefined);
    });
  }

  it('autorun: false turns pages off, and the notice names the switch for sign-ins', () => {
    const settings = read({ autorun: false });

    expect(settings.pages).to.equal(false);
    expect(settings.mapped).to.deep.equal(['autorun']);
    expect(okgrowNotice(settings)).to.match(/used: autorun.*public\.radiant\.analytics\.accounts/);
  });

  it('autorun: true turns nothing off', () => {
    const settings = read({ autorun: true });
    expect(settings).to.not.have.property('pages');
    expect(okgrowNotice(settings)).to.not.match(/accounts/);
  });

  it('Segment.io: apiKey and apiHost are what the server forwards to', () => {
    const block = { apiKey: 'key', apiHost: 'events.example.com/v1', retryQueue: true };
    const settings = read({ 'Segment.io': block });

    expect(settings.forward.segment).to.deep.equal({
      writeKey: 'key',
      url: 'https://events.example.com',
    });
    expect(settings.mapped).to.deep.equal([
      'Segment.io.apiKey',
      'Segment.io.apiHost',
      'Segment.io.retryQueue',
    ]);
  });

  for (const key of ['crossDomainIdServers', 'addBundledMetadata', 'unbundledIntegrations']) {
    it(`Segment.io: ${key} is refused`, () => {
      const { mapped, refused } = read({ 'Segment.io': { apiKey: 'key', [key]: [] } });
      expect(mapped).to.deep.equal(['Segment.io.apiKey']);
      expect(refused).to.deep.equal([`Segment.io.${key} (of analytics.js, not of forwarding)`]);
    });
  }

  it('Google Analytics: an id of GA4 goes to the bridge of gtag, and to the forwarder', () => {
    const options = { trackingId: 'G-AB12', sendUserId: true };
    const settings = read({ 'Google Analytics': options });

    expect(settings.bridges).to.deep.equal(['gtag']);
    expect(settings.gaUserId).to.equal(true);
    expect(settings.forward.ga4).to.deep.equal({ measurementId: 'G-AB12', userId: true });
  });

  it('Google Analytics: the id of the user is sent only when it was', () => {
    const { gaUserId, forward } = read({ 'Google Analytics': { trackingId: 'G-AB12' } });
    expect([gaUserId, forward.ga4?.userId]).to.deep.equal([false, false]);
  });

  it('Google Analytics: an id of Universal Analytics is refused, as it ended', () => {
    const settings = read({ 'Google Analytics': { trackingId: 'UA-1234-5' } });

    expect(settings.bridges).to.deep.equal([]);
    expect(settings.forward).to.deep.equal({});
    expect(settings.refused[0]).to.match(/^Google Analytics\.trackingId .*2023-07-01/);
  });

  for (const key of ['includeSearch', 'dimensions', 'metrics', 'anonymizeIp']) {
    it(`Google Analytics: ${key} is satisfied`, () => {
      expect(read({ 'Google Analytics': { [key]: true } }).mapped).to.deep.equal([
        `Google Analytics.${key}`,
      ]);
    });
  }

  for (const key of ['enhancedLinkAttribution', 'doubleClick', 'classic', 'domain']) {
    it(`Google Analytics: ${key} is refused`, () => {
      const { refused } = read({ 'Google Analytics': { [key]: true } });
      expect(refused).to.deep.equal([`Google Analytics.${key} (of Universal Analytics)`]);
    });
  }

  it('Mixpanel and Intercom go to bridges, their other options are refused', () => {
    const settings = read({
      Mixpanel: { token: 't', people: true },
      Intercom: { appId: 'a', activator: '#x' },
    });

    expect(settings.bridges).to.deep.equal(['mixpanel', 'intercom']);
    expect(settings.mapped).to.deep.equal(['Mixpanel.token', 'Intercom.appId']);
    expect(settings.refused).to.deep.equal([
      'Mixpanel.people (set it where Mixpanel is loaded)',
      'Intercom.activator (set it where Intercom is loaded)',
    ]);
  });

  for (const name of [
    ...['Amplitude', 'Chartbeat', 'comScore', 'HubSpot', 'Keen IO', 'KISSmetrics', 'Quantcast'],
  ]) {
    it(`${name} is refused, with what to do instead`, () => {
      const settings = read({ [name]: { key: 'k' } });
      expect(settings.refused).to.deep.equal([
        `${name} (forward through Segment, or register a plugin)`,
      ]);
      expect(okgrowNotice(settings)).to.contain(`not used: ${name}`);
    });
  }

  for (const name of ['Google Tag Manager', 'constructor', '__proto__x', 'segment.io']) {
    it(`${name}, which okgrow:analytics did not know, is never silent`, () => {
      expect(read({ [name]: true }).refused).to.have.length(1);
    });
  }

  it('say everything in one line', () => {
    const notice = okgrowNotice(
      read({ autorun: false, 'Segment.io': { apiKey: 'k' }, HubSpot: { portalId: 1 } }),
    );
    expect(notice).to.not.contain('\n');
    expect(notice).to.not.contain('"k"');
  });
});
