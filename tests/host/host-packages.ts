import type { DDPRateLimiter } from './ddp/ddp-rate-limiter';
import type { Internals, PackageMap } from './ddp/internals';
import { createRateLimiter } from './ddp/rate-limiter';
import { check, Match } from './meteor/check';
import { createFacts } from './meteor/facts';
import { createLog } from './meteor/log';
import { idParse, idStringify, ObjectID } from './meteor/object-id';
import type { MongoPackage } from './mongo/mongo';

interface Parts extends Internals {
  readonly limiter: DDPRateLimiter;
  readonly mongo: MongoPackage;
  readonly web: { readonly WebApp: object; readonly WebAppInternals: object };
  readonly without: readonly string[];
}

/**
 * Fills `Package` with the exports of every package the app has, and gives the
 * same as modules. `publish` adds a package later.
 */
export function packageExports(parts: Parts): {
  readonly modules: Record<string, unknown>;
  publish(name: string, exports: Record<string, unknown>): void;
} {
  const { Meteor, DDP, DDPServer, DDPCommon, EJSON, Random, Hook } = parts;
  const { Package, mongo, web, limiter, without } = parts;
  const modules: Record<string, unknown> = { ...mongo.modules };
  const RateLimiter = createRateLimiter(Random, (callback) => Meteor.bindEnvironment(callback));

  function publish(name: string, exports: Record<string, unknown>): void {
    if (without.includes(name)) return;
    Package[name] = exports;
    modules[`meteor/${name}`] = exports;
  }

  const all: PackageMap = {
    meteor: { Meteor, global: globalThis, meteorEnv: { NODE_ENV: environment(Meteor) } },
    'callback-hook': { Hook },
    check: { check, Match },
    ddp: { DDP, DDPServer },
    'ddp-client': { DDP },
    'ddp-common': { DDPCommon },
    'ddp-rate-limiter': { DDPRateLimiter: limiter },
    'ddp-server': { DDPServer },
    ejson: { EJSON },
    'facts-base': { Facts: createFacts(), FACTS_COLLECTION: 'meteor_Facts_server' },
    logging: { Log: createLog(EJSON, Meteor.isProduction) },
    minimongo: { LocalCollection: mongo.LocalCollection },
    mongo: {
      MongoInternals: mongo.MongoInternals,
      Mongo: mongo.Mongo,
      ObserveMultiplexer: mongo.ObserveMultiplexer,
    },
    'mongo-id': { MongoID: { idStringify, idParse, ObjectID } },
    random: { Random },
    'rate-limit': { RateLimiter },
    webapp: { WebApp: web.WebApp, WebAppInternals: web.WebAppInternals },
  };
  for (const [name, exports] of Object.entries(all)) publish(name, { ...exports });
  return { modules, publish };
}

function environment({ isDevelopment }: { isDevelopment: boolean }): string {
  return isDevelopment ? 'development' : 'production';
}
