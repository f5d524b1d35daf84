import { expect } from 'chai';
import express from 'express';
import { createAccess } from '../../../server/dashboard/access';
import { type HttpServer, httpServer } from '../../support/http-server';
import { aQueryApi } from './a-query-api';

// It has no types of its own; what is used of both is the same.
const express4 = require('express4') as typeof express;

const token = 'correct-horse-battery';

const anApi = (development: boolean) =>
  aQueryApi({
    access: createAccess({
      token,
      authorize: undefined,
      development,
      now: () => 0,
      wallNow: () => 0,
      warn: () => undefined,
    }),
  });

for (const [name, framework] of Object.entries({ express4, express })) {
  describe(`the query API in ${name}`, () => {
    let server: HttpServer;

    before(async () => {
      const app = framework();
      app.use((_request, response, next) => {
        response.setHeader('Access-Control-Allow-Origin', '*');
        next();
      });
      app.use('/_radiant/api/v1', anApi(false));
      app.use('/open', anApi(true));
      app.use((_request, response) => {
        response.status(200).send('the app');
      });
      server = await httpServer(app);
    });

    after(() => server.close());

    it('answers below its mount and leaves the rest to the app', async () => {
      const headers = { authorization: `Bearer ${token}` };

      const answers = await Promise.all(
        ['_radiant/api/v1/metrics', '_radiant/api/v1', '_radiant'].map((path) =>
          fetch(`${server.url}/${path}`, { headers }),
        ),
      );

      expect(answers.map(({ status }) => status)).to.deep.equal([200, 404, 200]);
      expect(await answers[2]?.text()).to.equal('the app');
    });

    it('asks for the token', async () => {
      const response = await fetch(`${server.url}/_radiant/api/v1/metrics`);

      expect(response.status).to.equal(401);
    });

    it('is open to this machine during development, but not through a proxy', async () => {
      const open = await fetch(`${server.url}/open/metrics`);
      const forwarded = await fetch(`${server.url}/open/metrics`, {
        headers: { 'x-forwarded-for': '9.9.9.9' },
      });

      expect([open.status, forwarded.status]).to.deep.equal([200, 401]);
    });

    it('takes back what the app allows other origins', async () => {
      const response = await fetch(`${server.url}/open/metrics`);

      expect(response.headers.get('access-control-allow-origin')).to.equal(null);
    });
  });
}
