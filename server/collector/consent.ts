import type { CollectorDrop } from './drop-reasons';

/**
 * What `Sec-GPC: 1` of a browser means. `honour`: nothing is stored until the
 * person grants something; `no-forwarding`: stored, marked, and not forwarded;
 * `ignore`: nothing.
 */
export type GpcPolicy = 'honour' | 'no-forwarding' | 'ignore';

/**
 * Why an event may not be stored, by what its person wants. Its
 * `context.consent.categoryPreferences` are enforced where they are there: one
 * category that is granted suffices, and none is the same as all refused.
 */
export function refusalOf(
  context: object,
  { gpc, policy }: { readonly gpc: boolean; readonly policy: GpcPolicy },
): Extract<CollectorDrop, 'consent' | 'gpc'> | undefined {
  const isGranted = grantOf(context);
  if (isGranted === false) return 'consent';
  return gpc && policy === 'honour' && isGranted !== true ? 'gpc' : undefined;
}

/** Whether anything is granted; `undefined` where nobody was asked. */
function grantOf(context: object): boolean | undefined {
  const consent = fieldOf(context, 'consent');
  const preferences = fieldOf(consent, 'categoryPreferences');
  if (preferences === undefined || preferences === null) {
    return fieldOf(consent, 'granted') === true || undefined;
  }
  return typeof preferences === 'object' && Object.values(preferences).some((is) => is === true);
}

function fieldOf(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined;
  return (value as Readonly<Record<string, unknown>>)[name];
}
