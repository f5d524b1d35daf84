import { checkRange, checkResource, checkText, invalid } from './read-checks';
import type { ReleasesQuery } from './releases-answer';

/**
 * Checks what releases are to be compared.
 *
 * @throws {RadiantError} `read-invalid`, naming what came and what is accepted.
 */
export function checkReleasesQuery({ from, to, a, b, resource }: ReleasesQuery): void {
  checkRange(from, to);
  checkText('a', a);
  checkText('b', b);
  if (a !== undefined && a === b) throw invalid('b', b, 'another release than a');
  const byRelease = checkResource(resource).find(([field]) => field === 'release');
  if (byRelease)
    throw invalid('resource', 'release', 'fields other than release: a and b say that');
}
