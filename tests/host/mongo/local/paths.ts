import type { Document } from '../driver/driver';
import { isPlain } from '../driver/values';

/** `projection` with the fields at `paths` besides. */
export function combineIntoProjection(paths: readonly string[], projection: Document): Document {
  const entries = Object.entries(projection).filter(([key]) => key !== '_id');
  if (entries.length === 0) return {};
  const tops = paths.map(withoutPositions);
  const including = Boolean(entries[0]?.[1]);
  if (including) return merged([...entries.map(([key]) => key), ...tops]);
  return Object.fromEntries(entries.filter(([key]) => !tops.some((path) => overlap(path, key))));
}

/** An inclusion of all paths, where a path stands for all below it. */
function merged(paths: readonly string[]): Document {
  const wanted = paths.filter(
    (path) => path !== '' && !paths.some((other) => path.startsWith(`${other}.`)),
  );
  return Object.fromEntries(wanted.map((path) => [path, true]));
}

/** Whether a modifier changes something at, above or below one of the paths. */
export function touches(paths: readonly string[], modifier: Document): boolean {
  const changed = Object.values(modifier).flatMap((fields) =>
    isPlain(fields) ? Object.keys(fields).map(withoutPositions) : [],
  );
  return paths.some((path) => changed.some((other) => overlap(withoutPositions(path), other)));
}

function overlap(a: string, b: string): boolean {
  return a === b || a.startsWith(`${b}.`) || b.startsWith(`${a}.`);
}

function withoutPositions(path: string): string {
  return path
    .split('.')
    .filter((step) => !/^\d+$/.test(step))
    .join('.');
}
