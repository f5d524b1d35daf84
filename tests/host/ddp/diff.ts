interface DiffCallbacks<K, V> {
  both?(key: K, left: V, right: V): void;
  leftOnly?(key: K, left: V): void;
  rightOnly?(key: K, right: V): void;
}

/** Tells `callbacks` of each key of two maps: those of the left in order, then what only the right has. */
export function diffMaps<K, V>(
  left: ReadonlyMap<K, V>,
  right: ReadonlyMap<K, V>,
  callbacks: DiffCallbacks<K, V>,
): void {
  for (const [key, leftValue] of left) {
    if (right.has(key)) callbacks.both?.(key, leftValue, right.get(key) as V);
    else callbacks.leftOnly?.(key, leftValue);
  }
  for (const [key, rightValue] of right) {
    if (!left.has(key)) callbacks.rightOnly?.(key, rightValue);
  }
}

/** {@link diffMaps} for the own properties of two objects. */
export function diffObjects(
  left: Record<string, unknown>,
  right: Record<string, unknown>,
  callbacks: DiffCallbacks<string, unknown>,
): void {
  diffMaps(new Map(Object.entries(left)), new Map(Object.entries(right)), callbacks);
}
