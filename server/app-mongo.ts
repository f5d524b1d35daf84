import { join } from 'node:path';
import { RadiantError } from '../common/errors';
import type { MeteorInternals } from './install-instruments';
import type { MongoDriver } from './sinks/mongo/driver';

/** The driver that Meteor brings, and how the app uses it. */
export interface AppMongo {
  readonly driver: MongoDriver;
  /** Where the app's data is, if that is known. */
  readonly url: string | undefined;
  /** What the app connects with beside: certificates, compression ... */
  readonly options: object;
}

/** Where a sink stores, and what it connects with. */
export interface MongoPlace {
  readonly url: string;
  readonly database: string;
  readonly options: object;
}

/** @throws {RadiantError} `options-invalid` when the app has no package mongo. */
export function findAppMongo(
  { mongoInternals, mongo, meteor }: MeteorInternals,
  { MONGO_URL }: Readonly<Record<string, string | undefined>>,
): AppMongo {
  const { NpmModules: modules } = (mongoInternals ?? {}) as {
    readonly NpmModules?: { readonly mongodb?: { readonly module?: Partial<MongoDriver> } };
  };
  const { MongoClient } = modules?.mongodb?.module ?? {};
  if (typeof MongoClient !== 'function') return noMongo();
  return { driver: { MongoClient }, url: MONGO_URL, options: appOptions(mongo, meteor) };
}

/** For apps without it. */
export function noMongo(): never {
  throw invalid('options.mongo needs the package mongo, which this app does not use');
}

/**
 * Where to store: as options say, else next to the app's own database.
 *
 * @throws {RadiantError} `options-invalid` when neither says where.
 */
export function placeIn(
  app: AppMongo,
  {
    url: own,
    database,
  }: { readonly url: string | undefined; readonly database: string | undefined },
): MongoPlace {
  const url = own ?? app.url;
  if (url === undefined) {
    throw invalid('options.mongo.url is missing, and MONGO_URL is not set either');
  }
  const named = own === undefined ? undefined : databaseIn(own);
  return {
    url,
    database: database ?? named ?? besides(databaseIn(app.url ?? '') ?? 'meteor'),
    options: own === undefined ? app.options : {},
  };
}

/**
 * What `make` makes of an address.
 *
 * @throws {RadiantError} `options-invalid` when the driver cannot read it; its message may quote secrets.
 */
export function readable<Made>(make: () => Made): Made {
  try {
    return make();
  } catch (error) {
    const { name = 'failed' } = (error ?? {}) as { readonly name?: string };
    throw invalid(`options.mongo.url, or MONGO_URL, cannot be read by the driver: ${name}`);
  }
}

/** The server takes 63 bytes. */
const besides = (database: string) => `${database.slice(0, 50)}_radiant`;

function databaseIn(url: string): string | undefined {
  const [, name] = /^[^:]+:\/\/[^/]+\/([^/?]+)/.exec(url) ?? [];
  try {
    return name === undefined ? undefined : decodeURIComponent(name);
  } catch {
    return name;
  }
}

const ofPools = /PoolSize$|^(autoEncryption|monitorCommands|driverInfo)$/;
const asset = /Asset$/;

/** As Meteor puts them together (`MongoConnection` of the package mongo), files of the app's `private` folder included. */
function appOptions(mongo: unknown, meteor: unknown): object {
  const { _connectionOptions: given } = (mongo ?? {}) as { readonly _connectionOptions?: object };
  const { settings } = (meteor ?? {}) as { readonly settings?: PackageSettings };
  const all = { ...given, ...settings?.packages?.mongo?.options };
  const options: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(all)) {
    if (ofPools.test(name)) continue;
    if (!asset.test(name)) options[name] = value;
    else options[name.replace(asset, '')] = join(process.cwd(), 'assets', 'app', String(value));
  }
  return options;
}

interface PackageSettings {
  readonly packages?: { readonly mongo?: { readonly options?: object } };
}

const invalid = (message: string) => new RadiantError('options-invalid', message);
