/** Of what is under way; the oldest goes for what comes beyond. */
export const underWayLimit = 1_000;

/** Sets an entry of a map that follows what is under way, and never holds more than it may. */
export function setBounded<Key, Value>(map: Map<Key, Value>, key: Key, value: Value): void {
  map.delete(key);
  map.set(key, value);
  if (map.size <= underWayLimit) return;
  for (const oldest of map.keys()) {
    map.delete(oldest);
    return;
  }
}
