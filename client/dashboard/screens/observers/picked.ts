import { computed } from '@preact/signals';
import type { ObserverKey } from '../../../../common/observer-entry';
import { isChosen, type ObserverChoice } from '../../../../common/observer-history';
import { observerParams } from '../../data/finding-links';
import { params, setParams } from '../../state/location';

/** What is picked on this screen: one entry, or all of an owner, a collection, a driver. */
export const picked = computed<ObserverChoice>(() => {
  const { kind, name, collection, shape, driver } = params.value;
  return { kind, name, collection, shape, driver };
});

/** Whether anything is. */
export const isPicked = computed(() =>
  Object.values(picked.value).some((value) => value !== undefined),
);

/** Whether what is picked names one entry and no more. */
export function isOneEntry({ kind, name, collection, shape, driver }: ObserverChoice): boolean {
  const isOwned = kind === 'none' || (kind !== undefined && name !== undefined);
  return isOwned && collection !== undefined && shape !== undefined && driver !== undefined;
}

/** One text per entry. */
export function keyOf({ owner, collection, shape, driver }: ObserverKey): string {
  return [owner.kind, owner.name, collection, shape, driver].join('\0');
}

/** Picks one entry; the same again picks none. */
export function pickEntry(entry: ObserverKey): void {
  const choice = picked.value;
  if (isOneEntry(choice) && isChosen(entry, choice)) pickNone();
  else setParams(observerParams(entry));
}

/** Picks all entries of a collection; the same again picks none. */
export function pickCollection(collection: string): void {
  const choice = picked.value;
  pickNone();
  if (choice.collection !== collection || choice.driver !== undefined)
    setParams({ collection }, 'replace');
}

export function pickNone(): void {
  setParams(observerParams({}));
}
