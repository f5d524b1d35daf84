import { compare } from 'mingo/util';
import type { Document } from '../driver/driver';
import { valueAt } from '../driver/values';
import { MinimongoError } from './minimongo-error';
import { combineIntoProjection, touches } from './paths';

export type Comparator = (a: Document, b: Document) => number;

/** A sort specification, compiled to compare documents without a server. */
export interface Sorter {
  getComparator(): Comparator;
  combineIntoProjection(projection: Document): Document;
  affectedByModifier(modifier: Document): boolean;
}

/** Throws {@link MinimongoError} for an order that only a server knows, such as `$natural`. */
export function createSorter(spec: unknown): Sorter {
  const order = entriesOf(spec);
  const paths = order.map(([path]) => path);
  if (paths.some((path) => path.startsWith('$'))) {
    throw new MinimongoError(`unsupported sort key: ${paths.join(', ')}`);
  }

  function comparator(a: Document, b: Document): number {
    for (const [path, way] of order) {
      const difference = compare(valueAt(a, path) as never, valueAt(b, path) as never);
      if (difference !== 0) return difference * way;
    }
    return 0;
  }

  return {
    getComparator: () => comparator,
    combineIntoProjection: (projection) => combineIntoProjection(paths, projection),
    affectedByModifier: (modifier) => touches(paths, modifier),
  };
}

function entriesOf(spec: unknown): Array<[string, number]> {
  if (typeof spec === 'function') throw new MinimongoError('a sort function cannot be compiled');
  const parts: unknown[] = Array.isArray(spec) ? spec : Object.entries(spec as Document);
  return parts.map((part): [string, number] => {
    const [path, way = 1] = Array.isArray(part) ? part : [part];
    return [String(path), way === -1 || way === 'desc' ? -1 : 1];
  });
}
