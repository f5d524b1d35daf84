import { atLeast } from '../meteor/versions';
import type { MongoConnection } from './connection';
import type { MongoContext } from './context';
import type { CursorDescription } from './cursor';
import type { ChangeObserver } from './local/diff-sequence';
import { type ChosenDriver, chooseDriver } from './observe/choose-driver';
import type { ObserveDriver } from './observe/observe-driver';
import type { ObserveHandle } from './observe/observe-handle';
import type { ObserveMultiplexer } from './observe/observe-multiplexer';

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
  _selectReactivityDriver?(observation: Observation): Promise<ChosenDriver>;
}

interface Observation {
  readonly description: CursorDescription;
  readonly ordered: boolean;
  readonly callbacks: ChangeObserver;
}

export function observeMethods(context: MongoContext) {
  const { EJSON, version } = context.options;
  const selectsAsynchronously = atLeast(version, '3.5');

  async function startDriver(
    connection: MongoConnection,
    multiplexer: ObserveMultiplexer,
    observation: Observation,
    started: (driver: ObserveDriver) => void,
  ): Promise<void> {
    const chosen = selectsAsynchronously
      ? await connection._selectReactivityDriver?.(observation)
      : chooseDriver(context, connection, observation);
    const { DriverClass, matcher, sorter } = chosen as ChosenDriver;
    const driver = new DriverClass({
      cursorDescription: observation.description,
      mongoHandle: connection,
      multiplexer,
      ordered: observation.ordered,
      matcher,
      sorter,
      _testOnlyPollCallback: testOnlyPollCallback(observation.callbacks),
    });
    started(driver);
    context.liveDrivers.add(driver);
    await driver._init();
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
      async _selectReactivityDriver(this: MongoConnection, observation: Observation) {
        return chooseDriver(context, this, observation);
      },
    }),
  };
}

function testOnlyPollCallback(callbacks: ChangeObserver): (() => void) | undefined {
  return (callbacks as { _testOnlyPollCallback?: () => void })._testOnlyPollCallback;
}

function assertIdIsObserved({ options }: CursorDescription): void {
  const id = (options.projection ?? options.fields)?._id;
  if (id === 0 || id === false) {
    throw Error('You may not observe a cursor with {fields: {_id: 0}}');
  }
}
