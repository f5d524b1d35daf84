import type { MongoConnection } from '../connection';
import type { MongoContext } from '../context';
import type { CursorDescription } from '../cursor';
import type { ChangeObserver } from '../local/diff-sequence';
import type { Matcher } from '../local/matcher';
import type { Sorter } from '../local/sorter';
import { compiledMatcher, compiledSorter } from './compiled';
import type { ObserveDriverClass } from './observe-driver';

export interface ChosenDriver {
  readonly DriverClass: ObserveDriverClass;
  readonly matcher: Matcher | undefined;
  readonly sorter: Sorter | undefined;
}

/** What an observer asks for. */
export interface Observation {
  readonly description: CursorDescription;
  readonly ordered: boolean;
  readonly callbacks: ChangeObserver & { readonly _testOnlyPollCallback?: () => void };
}

/** Up to 3.4: the oplog driver where the query allows it, else the polling driver. */
export function chooseDriver(
  context: MongoContext,
  connection: MongoConnection,
  observation: Observation,
): ChosenDriver {
  const { description } = observation;
  const matcher = compiledMatcher(description.selector);
  const { sort } = description.options;
  const sorter = sort ? compiledSorter(sort) : undefined;
  const supported =
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

/** Whether the settings let the oplog be followed for a collection; says so when they do not. */
export function isWatched(
  context: MongoContext,
  { _oplogHandle }: MongoConnection,
  name: string,
): boolean {
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
