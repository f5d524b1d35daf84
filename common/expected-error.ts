import { read } from './read-property';

/**
 * Whether the app meant an error, for its clients to see: a `Meteor.Error` or
 * another that is safe for clients, a refusal (rate limit, 403), a failed `check`,
 * an error that brings a sanitized one. Not a code of 500 or above, which says
 * that the server is at fault. All others are defects. Never throws, whatever
 * was thrown.
 */
export function isExpectedError(error: unknown): boolean {
  const type = read(error, 'errorType');
  if (type === 'Match.Error') return true;
  if (type === 'Meteor.Error' || read(error, 'isClientSafe') === true) return !isServerFault(error);
  const sanitized = read(error, 'sanitizedError');
  return read(sanitized, 'errorType') === 'Meteor.Error' && !isServerFault(sanitized);
}

function isServerFault(error: unknown): boolean {
  const code = read(error, 'error');
  return (typeof code === 'number' || typeof code === 'string') && Number(code) >= 500;
}
