/**
 * Names of query keys and properties whose values grant access or are an
 * address, as a pattern: all that end with `token`, `secret` or `password`;
 * `loginToken` and `selector` are of accounts-passwordless.
 */
export const secretNames =
  '[\\w-]*(?:token|secret|password)|(?:api[-_]?)?key|email|code|signature|selector';

/** Stands for a value that is not shown; means the same in a URL and out of it. */
export const masked = '***';
