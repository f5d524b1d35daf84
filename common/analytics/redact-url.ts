import { masked, secretNames } from './secret-names';

/**
 * A URL, or its path or search alone, without what it may give away: the hash,
 * user and password are cut off; values of secret query keys and what follows
 * `reset-password`, `verify-email` and `enroll-account` in a path are masked.
 * Meteor's accounts put their tokens there: accounts-base/url_client.js.
 */
export function redactUrl(url: string): string {
  return url
    .replace(/#[\s\S]*/, '')
    .replace(/^(\w*:?\/\/)[^/?]*@/, '$1')
    .replace(/(\/(?:reset-password|verify-email|enroll-account)\/)[^/?]+/gi, `$1${masked}`)
    .replace(query, `$1${masked}`);
}

const query = new RegExp(`((?:^|[?&;])(?:${secretNames})=)[^&;]*`, 'gi');
