import type { ObserverChoice } from '../../../../common/observer-history';
import { isOneEntry, isPicked, picked, pickNone } from './picked';

const titles: Readonly<Record<keyof ObserverChoice, string>> = {
  kind: 'kind of owner',
  name: 'opened by',
  collection: 'collection',
  shape: 'query',
  driver: 'driver',
};

/** What narrows table and charts, and the way out; nothing where one row is picked, or none. */
export function Chosen() {
  const choice = picked.value;
  if (!isPicked.value || isOneEntry(choice)) return null;
  const said = (Object.keys(titles) as Array<keyof ObserverChoice>).flatMap((field) =>
    choice[field] === undefined ? [] : [`${titles[field]} ${choice[field]}`],
  );
  return (
    <p class="observer-chosen">
      <span>Only {said.join(', ')}</span>
      <button type="button" onClick={pickNone}>
        Show all
      </button>
    </p>
  );
}
