import { expect } from 'chai';
import { isFromAnotherSite } from '../../../server/dashboard/cross-site';
import { isHttpsRequest } from '../../../server/dashboard/https-request';
import { aRequest } from './a-request';

describe('isFromAnotherSite', () => {
  const from = (headers: Record<string, string>) =>
    isFromAnotherSite({ headers: { host: 'app.example:3000', ...headers } });

  it('believes what browsers say of the site', () => {
    expect(['same-origin', 'none'].map((site) => from({ 'sec-fetch-site': site }))).to.deep.equal([
      false,
      false,
    ]);
    expect(
      ['same-site', 'cross-site', 'x'].map((site) => from({ 'sec-fetch-site': site })),
    ).to.deep.equal([true, true, true]);
  });

  it('compares the origin with where the request was sent to, where browsers do not say', () => {
    expect(from({})).to.equal(false);
    expect(from({ origin: 'http://app.example:3000' })).to.equal(false);
    expect(from({ origin: 'https://out.example', 'x-forwarded-host': 'out.example' })).to.equal(
      false,
    );
    for (const origin of ['null', '', 'http://app.example', 'http://evil.example:3000']) {
      expect(from({ origin }), origin).to.equal(true);
    }
  });
});

describe('isHttpsRequest', () => {
  const via = (proto: string) => aRequest({ headers: { 'x-forwarded-proto': proto } });

  it('believes the app, and the trusted proxies alone', () => {
    const one = { rootUrl: 'http://a', forwardedCount: 1 };

    expect(isHttpsRequest(aRequest(), { rootUrl: 'https://a', forwardedCount: 0 })).to.equal(true);
    expect(isHttpsRequest(via('https'), { ...one, forwardedCount: 0 })).to.equal(false);
    expect(isHttpsRequest(via('https'), one)).to.equal(true);
    expect(isHttpsRequest(via('https, http'), one)).to.equal(false);
    expect(isHttpsRequest(via('https'), { ...one, forwardedCount: 2 })).to.equal(true);
    expect(isHttpsRequest(aRequest(), one)).to.equal(false);
  });
});
