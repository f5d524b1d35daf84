import type { MongoConnection } from '../connection';
import type { MongoContext } from '../context';
import type { Observation } from './choose-driver';
import { compiledMatcher } from './compiled';
import type { DriverCheck } from './reactivity';

const LEAST_VERSION = 6;

/** Whether change streams can observe a query. The server is asked once per connection. */
export async function changeStreamChecks(
  context: MongoContext,
  connection: MongoConnection,
  { description, ordered, callbacks }: Observation,
): Promise<DriverCheck> {
  if (connection._supportsChangeStreams === undefined) {
    const serverReasons = await reasonsOfServer(context, connection);
    connection._changeStreamServerReasons = serverReasons;
    connection._supportsChangeStreams = serverReasons.length === 0;
  }
  const { skip, limit } = description.options;
  const reasons = [...(connection._changeStreamServerReasons ?? [])];
  if (ordered) reasons.push('Change Streams only supports unordered observeChanges');
  if (callbacks._testOnlyPollCallback) {
    reasons.push('Change Streams cannot be used with _testOnlyPollCallback');
  }
  if (skip || limit) reasons.push('Cursor with skip/limit not supported by Change Streams');
  if (reasons.length > 0) return { available: false, reason: reasons.join('; ') };

  const matcher = compiledMatcher(description.selector);
  if (matcher) return { available: true, matcher };
  return { available: false, reason: 'Selector not supported for Change Streams' };
}

async function reasonsOfServer(
  { options }: MongoContext,
  { db }: MongoConnection,
): Promise<string[]> {
  try {
    const { version = 'unknown' } = (await db.admin().serverInfo()) as { version?: string };
    if (!(Number.parseInt(version, 10) >= LEAST_VERSION)) {
      return [`Change Streams feature require MongoDB 6+ (current ${version})`];
    }
    const { setName, secondary, msg } = await db.admin().command({ isMaster: 1 });
    if (setName || secondary || msg === 'isdbgrid') return [];
    return ['Change Streams require a replica set or sharded cluster'];
  } catch (error) {
    options.Meteor._debug('Error checking Change Stream support:', error);
    return [`Error checking Change Stream support: ${(error as Error).message}`];
  }
}
