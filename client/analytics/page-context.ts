import type { EventContext } from '../../common/analytics/event';
import { attempt } from './attempt';
import type { SeenPage } from './seen-page';

/** The page that was seen, under the address of its canonical link, where it has one. */
export function pageContext({ href, title, referrer, canonical }: SeenPage): EventContext['page'] {
  const { pathname, search } = new URL(href);
  const named = canonical ? attempt(() => new URL(canonical, href)) : undefined;
  return {
    path: named ? named.pathname : pathname,
    referrer,
    search,
    title,
    url: named ? named.href + (named.search ? '' : search) : href,
  };
}
