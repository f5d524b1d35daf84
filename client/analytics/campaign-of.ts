import type { Campaign } from '../../common/analytics/event';

/** `utm_*` of an address; they are of that page only. */
export function campaignOf(search: string): Campaign | undefined {
  const campaign: Record<string, string> = {};
  new URLSearchParams(search).forEach((value, key) => {
    const [, name] = key.split('utm_');
    if (name) campaign[name === 'campaign' ? 'name' : name] = value;
  });
  return Object.keys(campaign).length > 0 ? campaign : undefined;
}
