import type { Browser } from './browser';

/** Where the person is, and came from: what changes from page to page. */
export interface SeenPage {
  readonly href: string;
  readonly title: string;
  readonly referrer: string;
  /** Address of the canonical link, as it stands there. */
  readonly canonical?: string | undefined;
}

/** What delivery makes the context of: see `pageContext`. */
export function seenPage({ document, location }: Browser): SeenPage {
  const { title, referrer } = document;
  const link = document.querySelector('link[rel=canonical]') as { href?: string } | null;
  return { href: location.href, title, referrer, canonical: link?.href };
}
