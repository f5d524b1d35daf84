import { atLeast } from '../meteor/versions';
import type { MongoConnection } from './connection';
import type { MongoContext } from './context';
import type { CursorDescription } from './cursor';
import type { ChangeObserver } from './local/diff-sequence';
import { type ChosenDriver, chooseDriver, type Observation } from './observe/choose-driver';
import type { ObserveDriver } from './observe/observe-driver';
import type { ObserveHandle } from './observe/observe-handle';
import type { ObserveMultiplexer } from './observe/observe-multiplexer';
import { createReactivity, type DriverChecks, type SelectedDriver } from './observe/reactivity';
import type { SharedChangeStream } from './observe/shared-change-stream';

export interface ObserveMethods {
  /**
   * Observes a query. Equal queries share a multiplexer, but only once the
   * first has made its initial query: until then another one starts its own.
   */
  _observeChanges(
    description: CursorDescription,
    ordered: boolean,
    callbacks: ChangeObserver,
    nonMutatingCallbacks: boolean | undefined,
  ): Promise<ObserveHandle>;
  /** From 3.5, where choosing a driver may ask the database. */
  _selectReactivityDriver?(
    configuredOrder: readonly string[],
    driverChecks: DriverChecks,
  ): Promise<SelectedDriver>;
  /** From 3.5: the stream of a collection, which all its drivers share. */
  _acquireSharedChangeStream(collectionName: string): SharedChangeStream;
}

export function observeMethods(context: MongoContext) {
  const { EJSON, Meteor, version } = context.options;
  const selectsAsynchronously = atLeast(version, '3.5');
  const reactivity = createReactivity(context);

  async function choose(
    connection: MongoConnection,
    observation: Observation,
  ): Promise<ChosenDriver> {
    const selected = await connection._selectReactivityDriver?.(
      reactivity.configuredOrder(),
      reactivity.checks(connection, observation),
    );
    const { driverClass, matcher, sorter } = selected ?? {};
    if (!driverClass) {
      Meteor._debug('No reactivity driver available for cursor, falling back to polling');
    }
    return { DriverClass: driverClass ?? context.PollingObserveDriver, matcher, sorter };
  }

  async function startDriver(
    connection: MongoConnection,
    multiplexer: ObserveMultiplexer,
    observation: Observation,
    started: (driver: ObserveDriver) => void,
  ): Promise<void> {
    const { DriverClass, matcher, sorter } = selectsAsynchronously
      ? await choose(connection, observation)
      : chooseDriver(context, connection, observation);
    const driver = new DriverClass({
      cursorDescription: observation.description,
      mongoHandle: connection,
      multiplexer,
      ordered: observation.ordered,
      matcher,
      sorter,
      _testOnlyPollCallback: observation.callbacks._testOnlyPollCallback,
    });
    started(driver);
    context.liveDrivers.add(driver);
    if (driver._init) await driver._init();
    multiplexer._observeDriver = driver;
  }

  return {
    async _observeChanges(
      this: MongoConnection,
      description: CursorDescription,
      ordered: boolean,
      callbacks: ChangeObserver,
      nonMutatingCallbacks: boolean | undefined,
    ): Promise<unknown> {
      if (description.options.tailable) {
        return this._observeChangesTailable(description, ordered, callbacks);
      }
      assertIdIsObserved(description);
      const key = EJSON.stringify({ ordered, ...description });
      const shared = this._observeMultiplexers[key];
      let driver: ObserveDriver | undefined;
      const multiplexer =
        shared ??
        new context.ObserveMultiplexer({
          ordered,
          onStop: () => {
            delete this._observeMultiplexers[key];
            if (driver) context.liveDrivers.delete(driver);
            return driver?.stop();
          },
        });
      const handle = new context.ObserveHandle(multiplexer, callbacks, nonMutatingCallbacks);
      if (!shared) {
        await startDriver(this, multiplexer, { description, ordered, callbacks }, (started) => {
          driver = started;
        });
      }
      this._observeMultiplexers[key] = multiplexer;
      await multiplexer.addHandleAndSendInitialAdds(handle);
      return handle;
    },

    ...(selectsAsynchronously && {
      async _selectReactivityDriver(
        this: MongoConnection,
        configuredOrder: readonly string[],
        driverChecks: DriverChecks,
      ) {
        return reactivity.select(configuredOrder, driverChecks);
      },

      _acquireSharedChangeStream(this: MongoConnection, collectionName: string) {
        const streams = this._sharedChangeStreams ?? {};
        const existing = streams[collectionName];
        if (existing) return existing;
        const shared = new context.SharedChangeStream(this, collectionName, () => {
          if (streams[collectionName] === shared) delete streams[collectionName];
        });
        streams[collectionName] = shared;
        return shared;
      },
    }),
  };
}

function assertIdIsObserved({ options }: CursorDescription): void {
  const id = (options.projection ?? options.fields)?._id;
  if (id === 0 || id === false) {
    throw Error('You may not observe a cursor with {fields: {_id: 0}}');
  }
}
