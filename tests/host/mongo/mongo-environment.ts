import { atLeast, type HostVersion } from '../meteor/versions';
import { isInMemory } from './driver/create-client';

/** Where changes of documents come from. `redis` stands for a package like redis-oplog. */
export type ObserveDriverName = 'polling' | 'oplog' | 'changeStreams' | 'redis';

type Environment = Record<string, string | undefined>;

interface Options {
  readonly version: HostVersion;
  readonly driver?: ObserveDriverName | undefined;
  readonly env?: Environment | undefined;
}

const DATABASE_IN_MEMORY = 'mongodb://memory/meteor';
const OPLOG_IN_MEMORY = 'mongodb://memory/local';

/**
 * The environment in which Meteor uses the driver asked for. Without
 * `MONGO_URL` the database is in memory. Without `driver` the environment alone
 * decides, as it does for Meteor; in memory that is the oplog up to 3.4 and
 * change streams from 3.5.
 */
export function mongoEnvironment({ version, driver, env = {} }: Options): Environment {
  const { MONGO_URL = DATABASE_IN_MEMORY, ...rest } = env;
  const inMemory = isInMemory(MONGO_URL);
  const choosesOrder = atLeast(version, '3.5');
  const given = { ...rest, MONGO_URL };
  const ordered = (order: string) => ({
    ...(choosesOrder && { METEOR_REACTIVITY_ORDER: rest.METEOR_REACTIVITY_ORDER ?? order }),
  });

  switch (driver ?? (inMemory ? defaultDriver(choosesOrder) : undefined)) {
    case 'polling':
    case 'redis':
      return { ...given, ...ordered('polling'), MONGO_OPLOG_URL: undefined };
    case 'oplog':
      return { ...given, ...ordered('oplog,polling'), MONGO_OPLOG_URL: oplogUrl(rest, inMemory) };
    case 'changeStreams':
      if (!choosesOrder) throw new Error(`Meteor ${version} has no change streams`);
      return given;
    default:
      return given;
  }
}

function defaultDriver(choosesOrder: boolean): ObserveDriverName {
  return choosesOrder ? 'changeStreams' : 'oplog';
}

function oplogUrl({ MONGO_OPLOG_URL }: Environment, inMemory: boolean): string {
  if (MONGO_OPLOG_URL) return MONGO_OPLOG_URL;
  if (!inMemory) throw new Error('To follow the oplog of a server, MONGO_OPLOG_URL is needed');
  return OPLOG_IN_MEMORY;
}
