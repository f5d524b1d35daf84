import type { EventContext } from '../../common/analytics/event';
import type { Browser } from './browser';

/** What the browser tells, beside what never changes of it: where the person is, and came from. */
export function pageContext({ document, location }: Browser): EventContext {
  const { referrer, title } = document;
  const { search } = location;
  const link = document.querySelector('link[rel=canonical]') as { href?: string } | null;
  const canonical = /^\w+:\/\/[^/?#]*([^?#]*)/.exec(link?.href || '');
  const url = canonical
    ? canonical.input + (canonical.input.includes('?') ? '' : search)
    : location.href;
  return {
    page: {
      path: canonical ? canonical[1] || '/' : location.pathname,
      referrer,
      search,
      title,
      url,
    },
    ...campaignOf(search),
    ...(referrer && { referrer: { url: referrer } }),
  };
}

/** `utm_*` of the address; they are of this page only. */
function campaignOf(search: string): EventContext {
  const campaign: Record<string, string> = {};
  for (const [, key = '', value = ''] of search.matchAll(/[?&]utm_(\w+)=([^&]*)/g)) {
    campaign[key === 'campaign' ? 'name' : key] = decoded(value);
  }
  return Object.keys(campaign).length > 0 ? { campaign } : {};
}

function decoded(value: string): string {
  try {
    return decodeURIComponent(value.replace(/\+/g, ' '));
  } catch {
    return value;
  }
}
