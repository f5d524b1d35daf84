import type { EventContext } from '../../common/analytics/event';
import { attempt } from './attempt';
import type { Browser } from './browser';

/** Where the person is, and came from: what changes from page to page. */
export function pageContext({ document, location }: Browser): EventContext {
  const { referrer, title } = document;
  const { href, pathname, search } = location;
  const link = document.querySelector('link[rel=canonical]') as { href?: string } | null;
  const canonical = link && attempt(() => new URL(link.href || '', href));
  return {
    page: {
      path: canonical ? canonical.pathname : pathname,
      referrer,
      search,
      title,
      url: canonical ? canonical.href + (canonical.search ? '' : search) : href,
    },
  };
}
