/**
 * What may be told of an error: the code of a `Meteor.Error`, else the class of
 * the error, never a message; `_OTHER` for what looks like neither.
 */
export function codeOf(error: unknown): string {
  const { error: code, name } = (error ?? {}) as { error?: unknown; name?: unknown };
  const text = String(code ?? name);
  return /^[\w.:-]{1,60}$/.test(text) ? text : '_OTHER';
}
