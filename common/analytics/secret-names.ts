/**
 * Names of query keys and properties whose values grant access or are an
 * address, as a pattern: `loginToken` and `selector` are of accounts-passwordless.
 */
export const secretNames = '(?:(?:access|login)_?)?token|key|password|email|code|selector';

/** Stands for a value that is not shown; means the same in a URL and out of it. */
export const masked = '***';
