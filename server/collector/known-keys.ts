import isPlainObject from 'lodash/isPlainObject';

/** The key of a client to which nobody gave one. */
export const defaultWriteKey = 'radiant';

/**
 * The write keys that are taken, that of this app's own client first: its
 * `Meteor.settings.public.radiant.analytics.writeKey`, else that of
 * okgrow:analytics (`analyticsSettings['Segment.io'].apiKey`), else `radiant`.
 */
export function knownKeys(
  writeKeys: readonly string[],
  publicSettings: unknown,
): readonly [own: string, ...others: string[]] {
  const ownKey = textAt(publicSettings, 'radiant', 'analytics', 'writeKey');
  const okgrowKey = textAt(publicSettings, 'analyticsSettings', 'Segment.io', 'apiKey');
  return [ownKey ?? okgrowKey ?? defaultWriteKey, ...writeKeys, ...(okgrowKey ? [okgrowKey] : [])];
}

function textAt(value: unknown, ...path: readonly string[]): string | undefined {
  let at: unknown = value;
  for (const name of path) {
    at = isPlainObject(at) ? (at as Readonly<Record<string, unknown>>)[name] : undefined;
  }
  return typeof at === 'string' && at !== '' ? at : undefined;
}
