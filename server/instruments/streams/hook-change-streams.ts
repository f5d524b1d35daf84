import { OTHER } from '../../../common/metrics';
import { patchMethod } from '../../../common/patch-method';
import type { Recorder } from '../../../common/recorder';
import { watchSettled } from '../../../common/settle';
import { type Undo, undoable } from '../../../common/undo';
import type { StreamLog } from './stream-log';
import type { ChangeEvent, ConnectionPrototype, SharedStream, StreamConnection } from './target';

/** Knows the change streams of all connections, and hooks their class when the first is seen. */
export interface ChangeStreamHooks {
  /** Looks for streams of this connection that are not known yet. */
  look(connection: StreamConnection): void;
  /** Live drivers by collection. */
  drivers(connections: Iterable<StreamConnection>): ReadonlyMap<string, number>;
  undo: Undo;
}

interface Origin {
  readonly connection: object;
  readonly collection: string;
}

const mutations: ReadonlySet<unknown> = new Set(['insert', 'update', 'replace', 'delete']);

/**
 * Records every event of change streams that comes to Meteor, and each restart.
 * `degraded` is told what cannot be recorded.
 */
export function hookChangeStreams(
  prototype: ConnectionPrototype,
  log: StreamLog,
  { record, failed }: Recorder,
  degraded: (reason: string) => void,
): ChangeStreamHooks {
  const origins = new WeakMap<object, Origin>();
  const hooked = new WeakSet<object>();
  const lost = new WeakSet<SharedStream>();
  let deferUndo: (undo: Undo) => void = () => undefined;

  function look(connection: StreamConnection): void {
    for (const [collection, stream] of streamsOf(connection)) {
      if (origins.has(stream)) continue;
      hookClass(stream);
      origins.set(stream, { connection, collection });
    }
  }

  function lookLate(connection: StreamConnection): void {
    try {
      look(connection);
    } catch (error) {
      failed(error);
    }
  }

  function delivered(stream: SharedStream, event: ChangeEvent): void {
    const origin = origins.get(stream);
    const collection = event.ns?.coll ?? origin?.collection ?? OTHER;
    log.delivered('changeStream', collection, event.wallTime);
    if (!mutations.has(event.operationType)) return;
    log.mutated(collection, event.documentKey?._id, 'changeStream', origin?.connection ?? stream);
  }

  function count(metric: 'changeStream.restarts' | 'changeStream.historyLost') {
    return (stream: SharedStream) => {
      const collection = origins.get(stream)?.collection ?? OTHER;
      record({ kind: 'metric', metric, dims: { collection }, value: 1 });
    };
  }
  const countRestart = count('changeStream.restarts');
  const countLoss = count('changeStream.historyLost');

  function restarts(stream: SharedStream): void {
    if (stream._stopped) return;
    countRestart(stream);
    if (stream._historyLost !== true) lost.delete(stream);
    else if (!lost.has(stream)) {
      lost.add(stream); // it stays lost until a restart succeeds
      countLoss(stream);
    }
  }

  /** Has `note` called with the stream and the first argument of each call, before it runs. */
  function before<Argument>(
    holder: SharedStream,
    key: '_onChange' | '_restart',
    note: (stream: SharedStream, argument: Argument) => void,
  ): Undo {
    return patchMethod(holder, key, (run) => {
      return function (this: SharedStream, argument: Argument) {
        try {
          note(this, argument);
        } catch (error) {
          failed(error);
        }
        // biome-ignore lint/complexity/noArguments: passing `arguments` on costs no array
        return Reflect.apply(run, this, arguments);
      };
    });
  }

  function hookClass(stream: SharedStream): void {
    const holder = holderOf(stream, '_onChange');
    if (hooked.has(holder)) return;
    deferUndo(
      undoable((defer) => {
        defer(before(holder, '_onChange', delivered));
        if ('_restart' in stream) defer(before(holder, '_restart', restarts));
        else degraded('restarts of change streams cannot be counted: there is no _restart');
        if (typeof stream._historyLost === 'function') {
          defer(before(holder, '_historyLost' as never, countLoss));
        }
      }),
    );
    hooked.add(holder);
  }

  const undo = undoable((defer) => {
    deferUndo = defer;
    if (!('_acquireSharedChangeStream' in prototype)) return; // before Meteor 3.5
    defer(
      patchMethod(prototype, '_acquireSharedChangeStream', (acquire) => {
        return function (this: StreamConnection) {
          // biome-ignore lint/complexity/noArguments: as above
          const stream: unknown = Reflect.apply(acquire, this, arguments);
          lookLate(this);
          return watchSettled(stream, () => lookLate(this)); // the driver awaits it
        };
      }),
    );
  });

  return {
    look,
    drivers(connections) {
      const drivers = new Map<string, number>();
      for (const connection of connections) {
        for (const [collection, { _drivers }] of streamsOf(connection)) {
          drivers.set(collection, (drivers.get(collection) ?? 0) + (_drivers?.size ?? 0));
        }
      }
      return drivers;
    },
    undo,
  };
}

/** The stream itself where it has functions of its own, else the prototype of its class. */
function holderOf(stream: SharedStream, key: string): SharedStream {
  return Object.hasOwn(stream, key) ? stream : (Object.getPrototypeOf(stream) as SharedStream);
}

function streamsOf({ _sharedChangeStreams: streams }: StreamConnection) {
  if (!streams) return [];
  return streams instanceof Map
    ? [...(streams as ReadonlyMap<string, SharedStream>)]
    : Object.entries(streams as Readonly<Record<string, SharedStream>>);
}
