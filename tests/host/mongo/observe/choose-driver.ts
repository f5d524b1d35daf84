import { atLeast } from '../../meteor/versions';
import type { MongoConnection } from '../connection';
import type { MongoContext } from '../context';
import type { CursorDescription } from '../cursor';
import type { ChangeObserver } from '../local/diff-sequence';
import { createMatcher, type Matcher } from '../local/matcher';
import { MinimongoError } from '../local/minimongo-error';
import { createSorter, type Sorter } from '../local/sorter';
import type { ObserveDriverClass } from './observe-driver';

export interface ChosenDriver {
  readonly DriverClass: ObserveDriverClass;
  readonly matcher: Matcher | undefined;
  readonly sorter: Sorter | undefined;
}

interface Observation {
  readonly description: CursorDescription;
  readonly ordered: boolean;
  readonly callbacks: ChangeObserver;
}

interface MongoSettings {
  readonly reactivity?: string | string[];
}

/**
 * The oplog driver where the query allows it, else the polling driver. From 3.5
 * the app sets the order; change streams are not imitated and passed over.
 */
export function chooseDriver(
  context: MongoContext,
  connection: MongoConnection,
  observation: Observation,
): ChosenDriver {
  const { description } = observation;
  const matcher = compiled(() => createMatcher(description.selector));
  const { sort } = description.options;
  const sorter = sort ? compiled(() => createSorter(sort)) : undefined;
  const supported =
    wantsOplog(context) &&
    hasOplog(connection, observation) &&
    isWatched(context, connection, description.collectionName) &&
    matcher !== undefined &&
    context.OplogObserveDriver.cursorSupported(description, matcher) &&
    (!sort || sorter !== undefined);
  const DriverClass = supported ? context.OplogObserveDriver : context.PollingObserveDriver;
  return { DriverClass, matcher, sorter };
}

function hasOplog(connection: MongoConnection, { ordered, callbacks }: Observation): boolean {
  return connection._oplogHandle !== null && !ordered && !('_testOnlyPollCallback' in callbacks);
}

function wantsOplog({ options, env }: MongoContext): boolean {
  if (!atLeast(options.version, '3.5')) return true;
  const settings = options.settings as { packages?: { mongo?: MongoSettings } } | undefined;
  const order = settings?.packages?.mongo?.reactivity ?? env.METEOR_REACTIVITY_ORDER;
  if (!order) return true;
  const names = Array.isArray(order) ? order : order.split(',');
  const [first] = names.map((name) => name.trim()).filter((name) => name !== 'changeStreams');
  return first === 'oplog';
}

function isWatched(context: MongoContext, { _oplogHandle }: MongoConnection, name: string) {
  const { includeCollections, excludeCollections } = _oplogHandle?._oplogOptions ?? {};
  const included = !includeCollections?.length || includeCollections.includes(name);
  const excluded = excludeCollections?.includes(name) ?? false;
  if (!included || excluded) {
    context.options.Meteor._debug(
      `The oplog settings leave out the collection ${name} - your subscriptions will only use long polling!`,
    );
  }
  return included && !excluded;
}

function compiled<T>(compile: () => T): T | undefined {
  try {
    return compile();
  } catch (error) {
    if (error instanceof MinimongoError) return undefined;
    throw error;
  }
}
