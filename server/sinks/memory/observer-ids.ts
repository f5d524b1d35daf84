import type { CoverageEntry, ObserverEntry, ObserverKey } from '../../../common/observer-entry';
import { createIdTable, type IdEntry } from './id-table';

/** What an observer entry is of; windows name it by its number. */
export interface KnownObserver extends IdEntry {
  readonly of: ObserverKey & Pick<ObserverEntry, 'driverReason'>;
}

/** What a coverage entry is of. */
export interface KnownStream extends IdEntry {
  readonly of: Pick<CoverageEntry, 'collection' | 'driver'>;
}

/** What the numbers stand for. */
export interface ObserverNames {
  get(id: number): KnownObserver | undefined;
  getStream(id: number): KnownStream | undefined;
}

/** Numbers for observers and streams, so that names and shapes are stored once. */
export interface ObserverIds extends ObserverNames {
  /** With another `driverReason` it has another number. */
  idOf(observer: KnownObserver['of'], at: number): number;
  idOfStream(stream: KnownStream['of'], at: number): number;
  /** Forgets what is in no window after `at`. */
  forgetBefore(at: number): void;
  /** Forgets all observers but these; streams are few. */
  forgetAllBut(ids: ReadonlySet<number>): void;
  /** The names as they are now, for who reads on while some are forgotten. */
  copy(): ObserverNames;
  readonly sizeBytes: number;
}

export function createObserverIds(): ObserverIds {
  const observers = createIdTable<KnownObserver>();
  const streams = createIdTable<KnownStream>();
  let nextId = 1;

  return {
    idOf({ owner, collection, shape, driver, driverReason }, at) {
      const names = [owner.kind, owner.name, collection, shape, driver, driverReason];
      const key = JSON.stringify(names);
      return observers.entryOf(key, at, () => {
        const reason = driverReason === undefined ? {} : { driverReason };
        const of = { owner: { ...owner }, collection, shape, driver, ...reason };
        return { id: nextId++, key, lastAt: 0, of };
      }).id;
    },
    idOfStream({ collection, driver }, at) {
      const key = JSON.stringify([collection, driver]);
      const of = { collection, driver };
      return streams.entryOf(key, at, () => ({ id: nextId++, key, lastAt: 0, of })).id;
    },
    get: observers.get,
    getStream: streams.get,
    forgetBefore(at) {
      observers.forgetBefore(at);
      streams.forgetBefore(at);
    },
    forgetAllBut: observers.forgetAllBut,
    copy() {
      const [names, streamNames] = [observers.copy(), streams.copy()];
      return { get: (id) => names.get(id), getStream: (id) => streamNames.get(id) };
    },
    get sizeBytes() {
      return observers.sizeBytes + streams.sizeBytes;
    },
  };
}
