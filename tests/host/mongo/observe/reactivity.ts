import type { MongoConnection } from '../connection';
import type { MongoContext } from '../context';
import type { Matcher } from '../local/matcher';
import type { Sorter } from '../local/sorter';
import { mongoSettings } from '../mongo-settings';
import { changeStreamChecks } from './change-stream-checks';
import type { Observation } from './choose-driver';
import { isWatched } from './choose-driver';
import { compiledMatcher, compiledSorter } from './compiled';
import type { ObserveDriverClass } from './observe-driver';

/** The names by which settings call the drivers of 3.5. */
export type ReactivityDriver = 'changeStreams' | 'oplog' | 'polling';

/** Whether a driver can observe a query, and if not, why. */
export interface DriverCheck {
  readonly available: boolean;
  readonly reason?: string;
  readonly matcher?: Matcher | undefined;
  readonly sorter?: Sorter | undefined;
}

export type DriverChecks = Readonly<
  Record<ReactivityDriver, () => DriverCheck | Promise<DriverCheck>>
>;

/** The driver of the first name in the order that can; `driverClass` is missing when none can. */
export interface SelectedDriver {
  readonly driverClass: ObserveDriverClass | undefined;
  readonly matcher: Matcher | undefined;
  readonly sorter: Sorter | undefined;
}

const NAMES: readonly ReactivityDriver[] = ['changeStreams', 'oplog', 'polling'];

/** How 3.5 chooses the driver of an observer. */
export function createReactivity(context: MongoContext) {
  const { METEOR_REACTIVITY_ORDER } = context.env;
  const defaultOrder = METEOR_REACTIVITY_ORDER ? METEOR_REACTIVITY_ORDER.split(',') : [...NAMES];
  const classes = (): Record<string, ObserveDriverClass> => ({
    changeStreams: context.ChangeStreamObserveDriver as ObserveDriverClass,
    oplog: context.OplogObserveDriver,
    polling: context.PollingObserveDriver,
  });

  return {
    /** The order of the settings, else of the environment; throws for names that are none. */
    configuredOrder(): string[] {
      const { reactivity } = mongoSettings(context);
      if (reactivity && typeof reactivity !== 'string' && !Array.isArray(reactivity)) {
        throw new Error(
          'Meteor.settings.packages.mongo.reactivity must be a string or an array of observer drivers',
        );
      }
      const order = reactivity ? [...new Set([reactivity].flat() as string[])] : defaultOrder;
      const unknown = order.filter((name) => !(NAMES as readonly string[]).includes(name));
      if (unknown.length > 0) {
        throw new Error(`Invalid Mongo reactivity driver(s): ${unknown.join(', ')}`);
      }
      return order;
    },

    checks: (connection: MongoConnection, observation: Observation): DriverChecks => ({
      changeStreams: () => changeStreamChecks(context, connection, observation),
      oplog: () => oplogCheck(context, connection, observation),
      polling: () => ({ available: true }),
    }),

    async select(order: readonly string[], checks: DriverChecks): Promise<SelectedDriver> {
      for (const name of order) {
        const check = await checks[name as ReactivityDriver]?.();
        if (!check?.available) continue;
        return { driverClass: classes()[name], matcher: check.matcher, sorter: check.sorter };
      }
      return { driverClass: undefined, matcher: undefined, sorter: undefined };
    },
  };
}

function oplogCheck(
  context: MongoContext,
  connection: MongoConnection,
  { description, ordered, callbacks }: Observation,
): DriverCheck {
  const refused = (reason: string): DriverCheck => ({ available: false, reason });
  if (!connection._oplogHandle || ordered || callbacks._testOnlyPollCallback) {
    return refused('Oplog tailing not available for this cursor');
  }
  if (!isWatched(context, connection, description.collectionName)) {
    return refused('Collection is excluded from oplog tailing');
  }
  const matcher = compiledMatcher(description.selector);
  if (!matcher) return refused('Selector not supported for oplog');
  if (!context.OplogObserveDriver.cursorSupported(description, matcher)) {
    return refused('Cursor not supported by oplog');
  }
  const { sort } = description.options;
  const sorter = sort ? compiledSorter(sort) : undefined;
  if (sort && !sorter) return refused('Sort not supported by oplog');
  return { available: true, matcher, sorter };
}
