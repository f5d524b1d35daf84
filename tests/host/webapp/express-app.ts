import express, { type Express } from 'express';
import express4 from 'express4';
import { atLeast, type HostVersion } from '../meteor/versions';

export type ExpressModule = typeof express;

/** Express 4 up to Meteor 3.0, Express 5 from 3.1. */
export function expressOf(version: HostVersion): ExpressModule {
  return atLeast(version, '3.1') ? express : express4;
}

/** An app without the headers Express adds by itself. */
export function createExpressApp(version: HostVersion): Express {
  const app = expressOf(version)();
  app.set('x-powered-by', false);
  app.set('etag', false);
  return app;
}
