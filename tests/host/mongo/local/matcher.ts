import { Query } from 'mingo';
import type { Document } from '../driver/driver';
import { isPlain } from '../driver/values';
import { MinimongoError } from './minimongo-error';
import { combineIntoProjection, touches } from './paths';
import { pathsOf } from './selectors';

/** A selector, compiled to be tried on documents without a server. */
export interface Matcher {
  documentMatches(document: Document): { result: boolean };
  hasWhere(): boolean;
  hasGeoQuery(): boolean;
  /** Adds to a projection the fields this selector needs to be tried. */
  combineIntoProjection(projection: Document): Document;
  /** Whether `modifier` could make a document match that did not before. */
  canBecomeTrueByModifier(modifier: Document): boolean;
}

/** Throws {@link MinimongoError} for a selector that only a server understands. */
export function createMatcher(selector: Document): Matcher {
  const paths = pathsOf(selector);
  const query = compiled(selector);

  return {
    documentMatches: (document) => ({ result: query.test(document) }),
    hasWhere: () => uses(selector, ['$where']),
    hasGeoQuery: () => uses(selector, ['$near', '$geoWithin', '$geoIntersects']),
    combineIntoProjection: (projection) => combineIntoProjection(paths, projection),
    canBecomeTrueByModifier: (modifier) => touches(paths, modifier),
  };
}

function compiled(selector: Document): Query<Document> {
  try {
    return new Query(selector as never);
  } catch (error) {
    throw new MinimongoError(String(error));
  }
}

function uses(selector: unknown, operators: readonly string[]): boolean {
  if (Array.isArray(selector)) return selector.some((part) => uses(part, operators));
  if (!isPlain(selector)) return false;
  return Object.entries(selector).some(
    ([key, value]) => operators.includes(key) || uses(value, operators),
  );
}
