import { expect } from 'chai';
import express from 'express';
import { rawRequest } from '../../support/raw-request';
import { aToken } from './a-dashboard';
import { aServedDashboard } from './a-served-dashboard';

// It has no types of its own; what is used of both is the same.
const express4 = require('express4') as typeof express;

const html = { accept: 'text/html,*/*;q=0.8' };

for (const [name, framework] of Object.entries({ express4, express })) {
  describe(`signing in to the dashboard in ${name}`, () => {
    const { serve, ask, signIn, address, close } = aServedDashboard(framework);

    it('signs in with the token, and goes on to what was asked for', async () => {
      await serve();

      const response = await signIn({ token: aToken, to: '/_radiant/traces?range=1h' });
      const cookie = response.headers.get('set-cookie') ?? '';
      const page = await ask('/_radiant/traces', {
        headers: { cookie: cookie.split(';')[0] ?? '' },
      });

      expect(response.status).to.equal(303);
      expect(response.headers.get('location')).to.equal('/_radiant/traces?range=1h');
      expect(cookie).to.match(
        /^radiant_session=[\w.-]+; Path=\/_radiant; Max-Age=43200; HttpOnly; SameSite=Strict$/,
      );
      expect(cookie).not.to.include(aToken);
      expect(page.status).to.equal(200);
    });

    it('sends the cookie over https only where the dashboard is asked for over https', async () => {
      await serve({ isHttps: true, basePath: '/sub/_radiant' });

      const response = await signIn({ token: aToken });

      expect(response.headers.get('set-cookie')).to.match(
        /; Path=\/sub\/_radiant; .*SameSite=Strict; Secure$/,
      );
      expect(response.headers.get('location')).to.equal('/sub/_radiant/');
    });

    it('says when the token is wrong, and how long to wait after too many', async () => {
      let time = 0;
      await serve({ now: () => time });

      const wrong = await signIn({ token: 'wrong', to: '/_radiant/traces' });
      const text = await wrong.text();
      for (let i = 0; i < 9; i += 1) await signIn({ token: 'wrong' });
      time = 20_500;
      const throttled = await signIn({ token: 'wrong' });
      const page = await ask('/_radiant/', { headers: html });
      const right = await signIn({ token: aToken });

      expect(wrong.status).to.equal(401);
      expect(wrong.headers.get('set-cookie')).to.equal(null);
      expect(text).to.include('This is not the token.').and.include('value="/_radiant/traces"');
      expect([throttled.status, page.status, right.status]).to.deep.equal([429, 429, 303]);
      expect(throttled.headers.get('retry-after')).to.equal('40');
      expect(await throttled.text()).to.include('Wait 40 seconds');
    });

    it('goes nowhere else when somebody has signed in', async () => {
      await serve();
      const elsewhere = [
        'https://evil.example/',
        '//evil.example',
        '/_radiant//evil.example',
        '/_radiant/..//evil.example',
        '/_radiant\\evil',
        '/other',
        '/_radiants/x',
        'javascript:alert(1)',
        '',
      ];

      for (const to of elsewhere) {
        const response = await signIn({ token: aToken, to });

        expect(response.headers.get('location'), to).to.equal('/_radiant/');
      }
    });

    it('refuses what another site sends', async () => {
      await serve();
      const fields = { token: aToken };

      const bySite = await signIn(fields, { 'sec-fetch-site': 'cross-site' });
      const byOrigin = await signIn(fields, { origin: 'https://evil.example' });
      const byNull = await signIn(fields, { origin: 'null' });
      const own = await signIn(fields, { origin: address() });
      const logout = await ask('/_radiant/logout', {
        method: 'POST',
        headers: { 'sec-fetch-site': 'same-site' },
      });

      expect([bySite.status, byOrigin.status, byNull.status]).to.deep.equal([403, 403, 403]);
      expect(bySite.headers.get('set-cookie')).to.equal(null);
      expect(own.status).to.equal(303);
      expect(logout.status).to.equal(403);
    });

    it('refuses forms of another kind, and too large ones', async () => {
      await serve();
      const post = (body: string, type: string) =>
        ask('/_radiant/login', { method: 'POST', body, headers: { 'content-type': type } });

      const json = await post(JSON.stringify({ token: aToken }), 'application/json');
      const large = await post('x'.repeat(8_193), 'application/x-www-form-urlencoded');

      expect([json.status, large.status]).to.deep.equal([415, 413]);
    });

    it('forgets the cookie when somebody signs out', async () => {
      await serve();

      const response = await ask('/_radiant/logout', { method: 'POST' });

      expect(response.status).to.equal(303);
      expect(response.headers.get('location')).to.equal('/_radiant/login');
      expect(response.headers.get('set-cookie'))
        .to.include('radiant_session=; ')
        .and.include('Max-Age=0');
    });

    it('lets a browser that a link elsewhere led here ask once more, with its cookie', async () => {
      await serve();
      const asked = (site: string) => ({
        headers: { ...html, 'sec-fetch-mode': 'navigate', 'sec-fetch-site': site },
      });

      const first = await rawRequest(address(), '/_radiant/traces', asked('cross-site'));
      const second = await rawRequest(address(), '/_radiant/traces', asked('same-origin'));

      expect(first.body).to.include('http-equiv="refresh"');
      expect(second.body).not.to.include('http-equiv="refresh"');
    });

    it('says how to get in where there is no token', async () => {
      await serve({ token: undefined });
      const nobody = await (await ask('/_radiant/', { headers: html })).text();
      await close();
      await serve({ token: undefined, authorize: () => false });
      const app = await (await ask('/_radiant/', { headers: html })).text();

      expect(nobody).to.include('RADIANT_API_TOKEN').and.not.include('<form');
      expect(app).to.include('authorize').and.not.include('<form');
    });

    it('asks the app where it decides', async () => {
      await serve({ token: undefined, authorize: ({ headers }) => headers['x-me'] === 'yes' });

      const let_ = await ask('/_radiant/', { headers: { ...html, 'x-me': 'yes' } });
      const kept = await ask('/_radiant/', { headers: html });

      expect([let_.status, kept.status]).to.deep.equal([200, 401]);
    });
  });
}
