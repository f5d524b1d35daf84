import { RetryableError } from '../../../common/sink';
import type { AlertsDoc } from './alert-store';
import type {
  DataDoc,
  ErrorGroupDoc,
  EventDoc,
  LogDoc,
  MetaDoc,
  ResourceDoc,
  SeriesDoc,
  TraceDoc,
  WindowDoc,
} from './documents';
import type { MongoCollection, MongoDatabase } from './driver';
import { unlessMade, unlessStored } from './failures';
import { type LevelName, levelNames } from './levels';

export interface Collections {
  readonly meta: MongoCollection<MetaDoc>;
  readonly series: MongoCollection<SeriesDoc>;
  readonly resources: MongoCollection<ResourceDoc>;
  readonly windows: MongoCollection<WindowDoc>;
  readonly data: Readonly<Record<LevelName, MongoCollection<DataDoc>>>;
  readonly errorGroups: MongoCollection<ErrorGroupDoc>;
  readonly traces: MongoCollection<TraceDoc>;
  readonly logs: MongoCollection<LogDoc>;
  readonly events: MongoCollection<EventDoc>;
  readonly alerts: MongoCollection<AlertsDoc>;
}

/** Version of the schema. Raise it together with a {@link Migration} that leads there. */
export const schemaVersion = 1;

/** One step from a version to the next. Processes may run it at the same time, and again after a failure. */
export interface Migration {
  readonly to: number;
  run(database: MongoDatabase): Promise<void>;
}

const migrations: readonly Migration[] = [];

/** Names begin alike, so that the app's own database can hold them, too. */
const nameOf = (name: string) => `radiant_${name}`;

const expiring = { key: { x: 1 }, expireAfterSeconds: 0 };

/** The order of answers. */
export const newestEvents = { at: -1, 'e.messageId': 1, 'e.writeKey': 1 } as const;

const indexes: Readonly<Record<string, readonly object[]>> = {
  meta: [],
  alerts: [],
  series: [{ key: { metric: 1, lastAt: 1 } }, expiring],
  resources: [{ key: { lastAt: 1 } }, expiring],
  windows: [
    { key: { l: 1, m: 1 } },
    { key: { u: 1, l: 1, m: 1 }, partialFilterExpression: { u: 1 } },
    { key: { g: 1 }, partialFilterExpression: { g: { $exists: true } } },
    expiring,
  ],
  ...Object.fromEntries(
    levelNames.map((name) => [`data_${name}`, [{ key: { k: 1, m: 1 } }, expiring]]),
  ),
  error_groups: [{ key: { group: 1 } }, expiring],
  traces: [
    { key: { at: -1, durationMs: -1, traceId: 1 } },
    { key: { hour: 1, durationMs: -1, at: -1, traceId: 1 } },
    { key: { durationMs: -1, at: -1, traceId: 1 } },
    { key: { name: 1, at: -1, durationMs: -1, traceId: 1 } },
    { key: { name: 1, durationMs: -1, at: -1, traceId: 1 } },
    { key: { traceId: 1 } },
    { key: { userId: 1, at: -1 }, partialFilterExpression: { userId: { $exists: true } } },
    { key: { ddp: 1 }, partialFilterExpression: { ddp: { $exists: true } } },
    expiring,
  ],
  logs: [
    { key: { at: -1, number: -1 } },
    { key: { level: 1, at: -1, number: -1 } },
    { key: { name: 1, at: -1, number: -1 }, partialFilterExpression: { name: { $exists: true } } },
    { key: { traceId: 1 }, partialFilterExpression: { traceId: { $exists: true } } },
    expiring,
  ],
  events: [
    { key: newestEvents },
    ...['u', 'a', 'v', 'e.event', 'e.name'].map((field) => ({
      key: { [field]: 1, at: -1 },
      partialFilterExpression: { [field]: { $exists: true } },
    })),
    expiring,
  ],
};

export function collectionsOf(database: MongoDatabase): Collections {
  const collection = <Doc>(name: string) => database.collection<Doc>(nameOf(name));
  return {
    meta: collection('meta'),
    series: collection('series'),
    resources: collection('resources'),
    windows: collection('windows'),
    data: {
      fine: collection('data_fine'),
      '1m': collection('data_1m'),
      '10m': collection('data_10m'),
      '1h': collection('data_1h'),
    },
    errorGroups: collection('error_groups'),
    traces: collection('traces'),
    logs: collection('logs'),
    events: collection('events'),
    alerts: collection('alerts'),
  };
}

/**
 * Makes the collections, one after the other, and their indexes, and brings
 * an older schema up to date. Several processes may do so at once.
 *
 * @throws {RetryableError} when the schema is of a newer Radiant: nothing is touched then.
 */
export async function prepare(
  database: MongoDatabase,
  { steps = migrations, version = schemaVersion } = {},
): Promise<void> {
  const { meta } = collectionsOf(database);
  await checkVersion(meta, version);
  const known = await database.listCollections({}, { nameOnly: true }).toArray();
  const names = new Set(known.map(({ name }) => name));
  for (const name of Object.keys(indexes).map(nameOf)) {
    if (!names.has(name)) await unlessMade(database.createCollection(name));
  }
  const fresh = { $setOnInsert: { v: version } };
  await unlessStored(meta.updateOne({ _id: 'schema' }, fresh, { upsert: true }));
  for (const [name, wanted] of Object.entries(indexes)) {
    if (wanted.length > 0) await database.collection(nameOf(name)).createIndexes(wanted);
  }
  await migrate(database, steps, version);
}

/** Refuses what a newer Radiant wrote. */
export async function checkVersion(
  meta: Collections['meta'],
  version = schemaVersion,
): Promise<number> {
  const found = (await meta.findOne({ _id: 'schema' })) as { readonly v: number } | null;
  if (found && found.v > version) {
    const message = `the database has version ${found.v} of the schema, and this Radiant knows ${version}: update it, or set mongo.database to another one`;
    throw new RetryableError(message, { retryAfterMs: 60_000 });
  }
  return found?.v ?? version;
}

async function migrate(
  database: MongoDatabase,
  steps: readonly Migration[],
  version: number,
): Promise<void> {
  const { meta } = collectionsOf(database);
  const from = await checkVersion(meta, version);
  for (const { to, run } of steps.filter((step) => step.to > from && step.to <= version)) {
    await run(database);
    await meta.updateOne({ _id: 'schema', v: { $lt: to } }, { $set: { v: to } });
  }
}
