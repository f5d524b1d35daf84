import { expect } from 'chai';
import express from 'express';
import { createMount, type Mount } from '../../server/mount';
import { httpServer } from '../support/http-server';
import { rawRequest } from '../support/raw-request';

// It has no types of its own; what is used of both is the same.
const express4 = require('express4') as typeof express;

for (const [name, framework] of Object.entries({ express4, express })) {
  describe(`mounts in ${name}`, () => {
    const below = '/_radiant/api/v1';

    async function answersOf(open: (outer: Mount, inner: Mount) => void, paths: readonly string[]) {
      const app = framework();
      open(createMount({ handlers: app as never }), createMount({ handlers: app as never }));
      app.use((_request, response) => {
        response.end('the app');
      });
      const server = await httpServer(app);
      const answers = await Promise.all(paths.map((path) => rawRequest(server.url, path)));
      await server.close();
      return answers.map(({ body }) => body);
    }

    const openOuter = (mount: Mount) =>
      mount.open('/_radiant', (_request, response) => response.end('outer'), [below]);
    const openInner = (mount: Mount) =>
      mount.open(below, (request, response) => response.end(`inner ${request.url}`));

    const paths = [
      '/_radiant/api/v1/read?x=1',
      '/_radiant/api/v1',
      '/_RADIANT/API/V1/read',
      '/_radiant/api/v10',
      '/_radiant/api',
      '/_radiant/api%2fv1/read',
      '/_radiant/x?y=/_radiant/api/v1',
      '/_radiants',
    ];
    const answers = [
      'inner /read?x=1',
      'inner /',
      'inner /read',
      'outer',
      'outer',
      'outer',
      'outer',
      'the app',
    ];

    it('leave what lies below them to others, whichever of them comes first', async () => {
      const outerFirst = await answersOf((outer, inner) => {
        openOuter(outer);
        openInner(inner);
      }, paths);
      const innerFirst = await answersOf((outer, inner) => {
        openInner(inner);
        openOuter(outer);
      }, paths);

      expect(outerFirst).to.deep.equal(answers);
      expect(innerFirst).to.deep.equal(answers);
    });

    it('let requests through when they are closed, and answer where they were opened last', async () => {
      const closed = await answersOf(
        (outer) => {
          openOuter(outer);
          outer.close();
        },
        ['/_radiant'],
      );
      const moved = await answersOf(
        (outer) => {
          openOuter(outer);
          outer.open('/other', (_request, response) => response.end('moved'));
        },
        ['/_radiant', '/other'],
      );

      expect(closed).to.deep.equal(['the app']);
      expect(moved).to.deep.equal(['the app', 'moved']);
    });
  });
}
