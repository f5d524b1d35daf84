import type { ObserverEntry, ObserverKey } from '../../../common/observer-entry';
import { createIdTable, type IdEntry } from './id-table';

/** What an observer entry is of; windows name it by its number. */
export interface KnownObserver extends IdEntry {
  readonly of: ObserverKey & Pick<ObserverEntry, 'driverReason'>;
}

/** What the numbers stand for. */
export type ObserverNames = ReadonlyMap<number, KnownObserver>;

/** Numbers for observers, so that names and shapes are stored once. */
export interface ObserverIds {
  /** With another `driverReason` it has another number. */
  idOf(observer: KnownObserver['of'], at: number): number;
  /** Forgets what is in no window after `at`. */
  forgetBefore(at: number): void;
  /** Forgets what is not among these. */
  forgetAllBut(ids: ReadonlySet<number>): void;
  /** The names as they are now, for who reads on while some are forgotten. */
  names(): ObserverNames;
  readonly sizeBytes: number;
}

export function createObserverIds(): ObserverIds {
  const table = createIdTable<KnownObserver>();
  let nextId = 1;

  return {
    idOf({ owner, collection, shape, driver, driverReason }, at) {
      const names = [owner.kind, owner.name, collection, shape, driver, driverReason];
      const key = JSON.stringify(names);
      return table.entryOf(key, at, () => {
        const reason = driverReason === undefined ? {} : { driverReason };
        const of = { owner: { ...owner }, collection, shape, driver, ...reason };
        return { id: nextId++, key, lastAt: 0, of };
      }).id;
    },
    forgetBefore: table.forgetBefore,
    forgetAllBut: table.forgetAllBut,
    names: table.copy,
    get sizeBytes() {
      return table.sizeBytes;
    },
  };
}
