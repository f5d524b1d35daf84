import { attempt } from './attempt';
import { keys, type Store } from './store';

export type Traits = Record<string, unknown>;

export type Kind = 'user' | 'group';

/** Who the person is. Read at every use, because another tab may have changed it. */
export interface Identity {
  /** The one there is, or a given one, or a new one. */
  anonymousId(id?: string): string;
  id(kind: Kind): string | undefined;
  traits(kind: Kind): Traits;
  /** Takes an id and traits on; the merged traits. Another user is another person: a new anonymous id. */
  become(kind: Kind, id: string | undefined, traits: Traits): Traits;
  /** A new anonymous id the next time; with `all`, nothing is known any longer. */
  forget(all?: boolean): void;
}

export function createIdentity({ get, set }: Store, newId: () => string): Identity {
  const id = (kind: Kind) => get(keys[kind][0]);
  const traits = (kind: Kind): Traits => attempt(() => JSON.parse(get(keys[kind][1]) || '')) || {};
  const forget = (all?: boolean) => {
    for (const key of [keys.anonymous, ...(all ? [...keys.user, ...keys.group] : [])]) set(key);
  };

  return {
    id,
    traits,
    forget,
    anonymousId(given) {
      const known = get(keys.anonymous);
      const next = given || known || newId();
      if (next !== known) set(keys.anonymous, next);
      return next;
    },
    become(kind, next, more) {
      const other = next && id(kind) && next !== id(kind);
      const merged = { ...(other ? {} : traits(kind)), ...more };
      if (other && kind === 'user') forget();
      if (next) set(keys[kind][0], next);
      set(keys[kind][1], JSON.stringify(merged));
      return merged;
    },
  };
}
