/** Of what is under way. */
const underWayLimit = 1_000;

/** Sets an entry as the newest of a map that never holds more than it may: the oldest goes. */
export function setBounded<Key, Value>(
  map: Map<Key, Value>,
  key: Key,
  value: Value,
  limit = underWayLimit,
): void {
  map.delete(key);
  map.set(key, value);
  if (map.size <= limit) return;
  for (const oldest of map.keys()) {
    map.delete(oldest);
    return;
  }
}
