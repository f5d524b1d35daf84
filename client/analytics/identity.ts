import type { Store } from './store';

export type Traits = Record<string, unknown>;

/** Who the person is. Read at every use, because another tab may have changed it. */
export interface Identity {
  anonymousId(id?: string): string;
  /** The user, or the group, by the kind of key. */
  id(kind: Kind): string | undefined;
  traits(kind: Kind): Traits;
  /** Takes an id and traits on; the merged traits. Another user is another person: a new anonymous id. */
  become(kind: Kind, id: string | undefined, traits: Traits | undefined): Traits;
  reset(): void;
  /** The anonymous id is not to be used again. */
  forget(): void;
}

export type Kind = 'user' | 'group';

/** Keys are Segment's, so that an app which comes from there, or from okgrow, keeps its people. */
export function createIdentity(store: Store, newId: () => string): Identity {
  const idKey = (kind: Kind) => `ajs_${kind}_id`;
  const traitsKey = (kind: Kind) => (kind === 'user' ? 'ajs_user_traits' : 'ajs_group_properties');

  const id = (kind: Kind) => store.get(idKey(kind));
  const traits = (kind: Kind): Traits => {
    try {
      return JSON.parse(store.get(traitsKey(kind)) || '') || {};
    } catch {
      return {};
    }
  };
  const anonymousId = (given?: string): string => {
    const known = given || store.get(anonymousKey) || newId();
    if (known !== store.get(anonymousKey)) store.set(anonymousKey, known);
    return known;
  };

  const forget = () => store.set(anonymousKey);

  return {
    anonymousId,
    id,
    traits,
    become(kind, next, more) {
      const before = id(kind);
      const other = before && next && before !== next;
      const merged = other ? { ...more } : { ...traits(kind), ...more };
      if (other && kind === 'user') forget();
      if (next) store.set(idKey(kind), next);
      store.set(traitsKey(kind), JSON.stringify(merged));
      return merged;
    },
    forget,
    reset() {
      forget();
      for (const kind of ['user', 'group'] as const) {
        store.set(idKey(kind));
        store.set(traitsKey(kind));
      }
    },
  };
}

const anonymousKey = 'ajs_anonymous_id';
