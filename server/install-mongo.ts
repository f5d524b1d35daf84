import type { StreamEvents } from '../common/mongo-streams';
import type { Recorder } from '../common/recorder';
import { type Undo, undoable } from '../common/undo';
import type { HookRegistry } from './hooks/hook-registry';
import { functionsOf, missingFunctions } from './hooks/shape';
import type { InstrumentOptions, MeteorInternals } from './install-instruments';
import { instrumentDatabase } from './instruments/database/instrument-database';
import type { DatabaseTarget, SessionPrototype } from './instruments/database/target';
import { instrumentMutations } from './instruments/mutations/instrument-mutations';
import type { MutationTarget } from './instruments/mutations/target';
import {
  instrumentObservers,
  type ObserversInstrument,
} from './instruments/observers/instrument-observers';
import type { DiffingCollection, ObserverTarget } from './instruments/observers/target';
import { instrumentStreams } from './instruments/streams/instrument-streams';
import type { StreamTarget } from './instruments/streams/target';

/**
 * Puts the instruments of Meteor's Mongo layer in, where the app has one.
 * Streams come before observers: that instrument hooks `_observeChanges` anew
 * when it is not the last to have done so.
 */
export function installMongo(
  meteor: MeteorInternals,
  { instruments }: InstrumentOptions,
  hooks: HookRegistry,
  recorder: Recorder,
): ObserversInstrument | undefined {
  if (meteor.mongoInternals === undefined) return undefined;
  let streams: StreamEvents | undefined;
  let observers: ObserversInstrument | undefined;
  if (instruments.database) {
    installReporting(hooks, 'database', (degraded) =>
      instrumentDatabase(databaseTarget(meteor), recorder, degraded),
    );
  }
  if (instruments.streams) {
    installReporting(hooks, 'streams', (degraded) => {
      const installed = instrumentStreams(streamTarget(meteor), recorder, { degraded });
      streams = installed.events;
      return installed.undo;
    });
  }
  if (instruments.observers) {
    hooks.install('observers', () =>
      undoable((defer) => {
        const installed = instrumentObservers(observerTarget(meteor), recorder);
        defer(installed.undo);
        if (streams) {
          const told = streams.onMutation((collection, id, source) =>
            installed.mutated(collection, id, source),
          );
          defer(told);
        }
        observers = installed;
      }),
    );
  }
  if (instruments.mutations) {
    installReporting(hooks, 'mutations', (degraded) =>
      instrumentMutations(mutationTarget(meteor), recorder, degraded),
    );
  }
  return observers;
}

/** Installs what may find later, or on the way, that it does not see all. */
function installReporting(
  hooks: HookRegistry,
  name: string,
  install: (degraded: (reason: string) => void) => Undo,
): void {
  let early: string | undefined;
  let report = (reason: string) => {
    early = reason;
  };
  hooks.install(name, () => install((reason) => report(reason)));
  report = (reason) => hooks.set(name, 'degraded', reason);
  if (early !== undefined && hooks.status()[name]?.state === 'ok') report(early);
}

/** The prototype of one of the classes that `MongoInternals` or `Mongo` has. */
function prototypeIn<Prototype extends object>(
  owner: unknown,
  called: string,
  name: string,
  functions: ReadonlyArray<keyof Prototype & string>,
): Prototype {
  const classes = functionsOf<Record<string, { prototype: unknown }>>(owner, [name], called);
  return functionsOf<Prototype>(classes[name]?.prototype, functions, `${called}.${name}.prototype`);
}

function collectionsIn<Collections>(mongo: unknown): Collections | undefined {
  const { _collections: collections } = (mongo ?? {}) as { readonly _collections?: unknown };
  return collections instanceof Map ? (collections as Collections) : undefined;
}

function observerTarget({ mongoInternals, localCollection }: MeteorInternals): ObserverTarget {
  const canDiff = missingFunctions(localCollection, ['_diffQueryChanges']).length === 0;
  return {
    connection: prototypeIn(mongoInternals, 'MongoInternals', 'Connection', ['_observeChanges']),
    localCollection: canDiff ? (localCollection as DiffingCollection) : undefined,
  };
}

function databaseTarget({ mongoInternals, mongo }: MeteorInternals): DatabaseTarget {
  const called = 'MongoInternals';
  return {
    connection: prototypeIn(mongoInternals, called, 'Connection', ['rawCollection']),
    collectionDriver: prototypeIn(mongoInternals, called, 'RemoteCollectionDriver', ['open']),
    collections: collectionsIn(mongo),
    session: sessionPrototype(mongoInternals),
  };
}

/** That of the driver which Meteor brings along. */
function sessionPrototype(mongoInternals: unknown): SessionPrototype | undefined {
  const { NpmModules: modules } = mongoInternals as { readonly NpmModules?: NpmModules };
  const prototype = modules?.mongodb?.module?.ClientSession?.prototype;
  const ends = ['commitTransaction', 'abortTransaction'];
  return missingFunctions(prototype, ends).length === 0
    ? (prototype as SessionPrototype)
    : undefined;
}

interface NpmModules {
  readonly mongodb?: {
    readonly module?: { readonly ClientSession?: { readonly prototype?: unknown } };
  };
}

function streamTarget({ mongoInternals, mongo }: MeteorInternals): StreamTarget {
  const called = 'MongoInternals';
  return {
    connection: prototypeIn(mongoInternals, called, 'Connection', ['_observeChanges']),
    collectionDriver: prototypeIn(mongoInternals, called, 'RemoteCollectionDriver', ['open']),
    collections: collectionsIn(mongo),
  };
}

function mutationTarget({ mongoInternals, mongo }: MeteorInternals): MutationTarget {
  const writing = ['insertAsync', 'updateAsync', 'removeAsync'] as const;
  return {
    connection: prototypeIn(mongoInternals, 'MongoInternals', 'Connection', writing),
    collection: prototypeIn(mongo, 'Mongo', 'Collection', ['rawCollection']),
    collections: collectionsIn(mongo),
  };
}
