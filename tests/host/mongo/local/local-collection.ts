import type { ChangeObserver, DiffSequence } from './diff-sequence';
import { idsMatchedBySelector } from './selectors';

type Results = Parameters<DiffSequence['diffQueryChanges']>[1];

/** The functions of minimongo's `LocalCollection` that the server uses; they are looked up at each call. */
export type LocalCollection = ReturnType<typeof createLocalCollection>;

export function createLocalCollection({ diffQueryChanges }: DiffSequence) {
  return {
    _diffQueryChanges(ordered: boolean, before: Results, after: Results, observer: ChangeObserver) {
      diffQueryChanges(ordered, before, after, observer);
    },

    _idsMatchedBySelector(selector: unknown): readonly unknown[] | null {
      return idsMatchedBySelector(selector) ?? null;
    },
  };
}
