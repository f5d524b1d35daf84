import type { ChosenSinks } from './choose-sinks';

/**
 * Names of the sinks whose room decides whether analytics events are taken:
 * while one of them has room, they are.
 *
 * Where the backend keeps events outside of the process, it is the one: what it
 * cannot have is not taken, and another sink that is down cannot stop it. Else
 * all others that look at events; the memory sink only where it is alone.
 */
export function eventSinksOf({ sinks, backend }: ChosenSinks): readonly string[] {
  const takers = sinks.filter(({ ignoresEvents }) => !ignoresEvents).map(({ name }) => name);
  if (backend.name !== 'memory' && takers.includes(backend.name)) return [backend.name];
  const others = takers.filter((name) => name !== 'memory');
  return others.length > 0 ? others : takers;
}
