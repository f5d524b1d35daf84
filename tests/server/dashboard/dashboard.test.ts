import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import express from 'express';
import { dashboardContents } from '../../support/dashboard-files';
import { aToken } from './a-dashboard';
import { aServedDashboard } from './a-served-dashboard';

// It has no types of its own; what is used of both is the same.
const express4 = require('express4') as typeof express;

const html = { accept: 'text/html,*/*;q=0.8' };
const bearer = { authorization: `Bearer ${aToken}` };

for (const [name, framework] of Object.entries({ express4, express })) {
  describe(`the dashboard in ${name}`, () => {
    const { serve, ask, folder, warnings } = aServedDashboard(framework);

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
      expect(warnings()).to.have.length(1);
      expect(warnings()[0]).to.include('index.html');
    });
  });
}
