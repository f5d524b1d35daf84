import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import express from 'express';
import { aFolder } from '../../support/a-folder';
import { dashboardContents, writeDashboard } from '../../support/dashboard-files';
import { type HttpServer, httpServer } from '../../support/http-server';
import { rawRequest } from '../../support/raw-request';
import { aDashboard, aToken } from './a-dashboard';

// It has no types of its own; what is used of both is the same.
const express4 = require('express4') as typeof express;

const html = { accept: 'text/html,*/*;q=0.8' };
const bearer = { authorization: `Bearer ${aToken}` };

for (const [name, framework] of Object.entries({ express4, express })) {
  describe(`the dashboard in ${name}`, () => {
    const folder = aFolder();
    let server: HttpServer;
    let warnings: string[];

    beforeEach(() => writeDashboard(folder.path));
    afterEach(() => server.close());

    async function serve(given: Partial<Parameters<typeof aDashboard>[0]> = {}) {
      const made = aDashboard({ folder: folder.path, ...given });
      warnings = made.warnings;
      const app = framework();
      app.use((_request, response, next) => {
        response.setHeader('Content-Security-Policy', "default-src 'unsafe-inline'");
        response.setHeader('Content-Security-Policy-Report-Only', 'default-src *');
        response.setHeader('Access-Control-Allow-Origin', '*');
        next();
      });
      app.use('/_radiant', made.dashboard);
      server = await httpServer(app);
    }

    const ask = (path: string, init: RequestInit = {}) =>
      fetch(`${server.url}${path}`, { redirect: 'manual', ...init });

    const signIn = (fields: Record<string, string>, headers: Record<string, string> = {}) =>
      ask('/_radiant/login', { method: 'POST', body: new URLSearchParams(fields), headers });

    it('shows the page at its path and at each screen, to whoever is let in', async () => {
      await serve();

      for (const path of ['/', '/methods', '/methods?range=1h', '/a_screen-2']) {
        const response = await ask(`/_radiant${path}`, { headers: bearer });

        expect(response.status, path).to.equal(200);
        expect(await response.text()).to.equal(dashboardContents['index.html']);
        expect(response.headers.get('content-type')).to.equal('text/html; charset=utf-8');
        expect(response.headers.get('cache-control')).to.equal('private, no-store');
        expect(response.headers.get('vary')).to.equal('Cookie');
      }
    });

    it('has no other paths', async () => {
      await serve();

      for (const path of ['/methods/', '/methods/one', '/index.html', '/x.js', '/a%20b']) {
        expect((await ask(`/_radiant${path}`, { headers: bearer })).status, path).to.equal(404);
      }
    });

    it('leads from its path without a slash to the one with it, and keeps the query', async () => {
      await serve({ basePath: '/sub/_radiant' });

      const response = await ask('/_radiant?range=1h', { headers: bearer });

      expect(response.status).to.equal(308);
      expect(response.headers.get('location')).to.equal('/sub/_radiant/?range=1h');
    });

    it('shows the way in to people who are not let in, and says so in the status', async () => {
      await serve();

      for (const path of ['', '/', '/methods?range=1h', '/a/b', '/nothing.js', '/index.html']) {
        const response = await ask(`/_radiant${path}`, { headers: html });
        const text = await response.text();

        expect(response.status, path).to.equal(401);
        expect(text).to.include('action="/_radiant/login"').and.not.include('the dashboard');
        expect(response.headers.get('cache-control')).to.equal('private, no-store');
      }
    });

    it('tells programs in JSON', async () => {
      await serve();

      const response = await ask('/_radiant/methods');

      expect(response.status).to.equal(401);
      expect(await response.json()).to.deep.equal({
        error: { code: 'denied', message: 'Access denied.' },
      });
    });

    it('gives scripts, styles and icons to everybody, and 304 to those who have them', async () => {
      await serve();

      for (const name of ['dashboard.js', 'dashboard.css', 'icon.svg', 'sign-in.css']) {
        const first = await ask(`/_radiant/${name}`);
        const etag = first.headers.get('etag') ?? '';
        const again = await ask(`/_radiant/${name}`, { headers: { 'if-none-match': etag } });

        expect([first.status, again.status], name).to.deep.equal([200, 304]);
        expect(first.headers.get('cache-control')).to.equal('no-cache');
        expect(again.headers.get('etag')).to.equal(etag);
        expect(await again.text()).to.equal('');
      }
    });

    it('answers HEAD as GET, without a body, and nothing else', async () => {
      await serve();

      const head = await ask('/_radiant/methods', { method: 'HEAD', headers: bearer });
      const put = await ask('/_radiant/methods', { method: 'PUT', headers: bearer });
      const post = await ask('/_radiant/dashboard.js', { method: 'POST' });

      expect(head.status).to.equal(200);
      expect(Number(head.headers.get('content-length'))).to.be.above(0);
      expect(await head.text()).to.equal('');
      expect([put.status, post.status]).to.deep.equal([405, 405]);
    });

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
      const own = await signIn(fields, { origin: server.url });
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

      const first = await rawRequest(server.url, '/_radiant/traces', asked('cross-site'));
      const second = await rawRequest(server.url, '/_radiant/traces', asked('same-origin'));

      expect(first.body).to.include('http-equiv="refresh"');
      expect(second.body).not.to.include('http-equiv="refresh"');
    });

    it('says how to get in where there is no token', async () => {
      await serve({ token: undefined });
      const nobody = await (await ask('/_radiant/', { headers: html })).text();
      await server.close();
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

    it('allows no page anything from elsewhere, whatever the app allows', async () => {
      await serve();
      const paths = ['/', '/methods', '/dashboard.js', '/login', '/a/b'];

      for (const headers of [{ ...html, ...bearer }, html, {}]) {
        for (const path of paths) {
          const response = await ask(`/_radiant${path}`, { headers });

          expect(response.headers.get('content-security-policy'), path).to.equal(
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; " +
              "connect-src 'self'; font-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
          );
          expect(response.headers.get('x-content-type-options')).to.equal('nosniff');
          expect(response.headers.get('referrer-policy')).to.match(/^(no-referrer|same-origin)$/);
          expect(response.headers.has('access-control-allow-origin')).to.equal(false);
          expect(response.headers.has('content-security-policy-report-only')).to.equal(false);
        }
      }
    });

    it('warns once of files that are missing, and answers 404', async () => {
      rmSync(join(folder.path, 'index.html'));
      await serve();

      const answers = [
        await ask('/_radiant/', { headers: bearer }),
        await ask('/_radiant/methods', { headers: bearer }),
        await ask('/_radiant/dashboard.js'),
      ];

      expect(answers.map(({ status }) => status)).to.deep.equal([404, 404, 200]);
      expect(warnings).to.have.length(1);
      expect(warnings[0]).to.include('index.html');
    });
  });
}
