import { computed, signal } from '@preact/signals';

/**
 * Where the operator is: the screen is the last segment of the path, all else is in the query, so
 * that what is seen can be shared by its address.
 */
interface Place {
  readonly screen: string;
  readonly params: Readonly<Record<string, string>>;
}

const place = signal<Place>({ screen: '', params: {} });

/** The name of the screen; empty for the first. */
export const screenName = computed(() => place.value.screen);

export const params = computed(() => place.value.params);

/** Parameters that stay when the screen changes. */
const lasting = ['range', 'from', 'to', 'live', 'environment', 'release', 'instance'];

/** Changes of parameters; `undefined` takes one out. */
export type ParamChanges = Readonly<Record<string, string | undefined>>;

/** Reads the address now, and whenever the operator goes back or forth. */
export function followLocation(): void {
  read();
  window.addEventListener('popstate', read);
}

/** Goes to a screen, keeping range and filters. */
export function goTo(screen: string, changes: ParamChanges = {}): void {
  show(addressOf(screen, changes), 'push');
  window.scrollTo(0, 0);
}

/** The address of a screen with range and filters as they are, for links. */
export function addressOf(screen: string, changes: ParamChanges = {}): string {
  const kept = Object.fromEntries(
    Object.entries(params.value).filter(([name]) => lasting.includes(name)),
  );
  return address(screen, { ...kept, ...changes });
}

/** Changes parameters of this screen. `replace` leaves no step to go back to. */
export function setParams(changes: ParamChanges, how: 'push' | 'replace' = 'push'): void {
  show(address(screenName.value, { ...params.value, ...changes }), how);
}

function address(screen: string, all: ParamChanges): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(all)) if (value) query.set(name, value);
  const text = query.toString();
  return `./${screen}${text && `?${text}`}`;
}

function show(to: string, how: 'push' | 'replace'): void {
  if (how === 'push') history.pushState(null, '', to);
  else history.replaceState(null, '', to);
  read();
}

function read(): void {
  const { pathname, search } = window.location;
  place.value = {
    screen: decodeURIComponent(pathname.slice(pathname.lastIndexOf('/') + 1)),
    params: Object.fromEntries(new URLSearchParams(search)),
  };
}
