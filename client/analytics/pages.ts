import type { Feature } from '../../common/analytics/feature';
import { type PlacesWindow, type WatchHistory, watchPlaces } from './watch-places';

export interface PagesTarget {
  readonly window: PlacesWindow & {
    readonly document: { readonly title: string; readonly referrer: string };
    readonly location: { readonly href: string; readonly search: string };
  };
  /** Where the router is; asked at each event. */
  readonly route?: (() => Route | undefined) | undefined;
  readonly rules?: PageRules | undefined;
  /** Loads what watches the history of a browser that does not tell of it. */
  readonly loadHistory: () => Promise<WatchHistory>;
}

/** What the app has to say of its pages; see `page-rules.ts`. */
export interface PageRules {
  isExcluded(path: string): boolean;
  nameOf(page: NamedPage): string | undefined;
}

/** The name of a route, and what its paths look like, such as `/todos/:id`. */
export interface Route {
  readonly name?: string | undefined;
  readonly pattern?: string | undefined;
}

export interface NamedPage extends Route {
  readonly path: string;
  readonly title: string;
}

/** How often, and how many times, the title is looked at before it is taken for the page's. */
const lookMs = 50;
const looks = 5;

/**
 * One `page` event per page that is shown, whatever router there is, or none:
 * the first one, and each change of path or query. The name is that of the
 * route, else the title, for which a new page has 250 ms. A page that is
 * replaced before it is told was a redirect, and is not told at all. The
 * referrer is the page before; the history's state is never touched.
 */
export function pages({ window, route, rules, loadHistory }: PagesTarget): Feature {
  return {
    name: 'pages',
    install(client) {
      const { document, location } = window;
      const routed = () => (route && client.guard(route)) || {};
      let { referrer } = document;
      let place: string | undefined;
      let url = '';
      /** Tells the page that waits for its title. */
      let tell: ((isGone?: boolean) => void) | undefined;

      /** Tells of a page now, or when it has its title. */
      const show = (page: Omit<NamedPage, 'title'>, mayWait: boolean) => {
        const at = client.wallNow();
        const { title } = document;
        let left = mayWait || !title ? looks : 0;
        const send = (isGone?: boolean) => {
          if (tell !== send) return;
          tell = undefined;
          const named = { ...page, title: document.title, ...(!isGone && routed()) };
          const name = rules?.nameOf(named) || named.name || named.title;
          client.page(name, {}, isGone ? { at, context: { page: page as object } } : { at });
        };
        const wait = () => {
          if (document.title !== title || !left--) send();
          else client.after(lookMs, wait);
        };
        tell = send;
        wait();
      };
      /** The page before is over, and the referrer of the next, unless it was a redirect. */
      const leave = () => {
        tell?.(true);
        referrer = url;
      };
      const look = (isReplaced?: boolean) => {
        const { href, pathname: path, search } = location;
        const before = place;
        if (before === path + search) return;
        if (before && !(isReplaced && tell)) leave();
        tell = undefined;
        place = path + search;
        url = href;
        if (rules?.isExcluded(path)) return;
        show({ path, search, url, referrer } as { path: string }, !!before);
      };

      const undos = [
        watchPlaces(window, client, look, loadHistory),
        client.onLeave(() => tell?.()),
        client.addContext(() => {
          const { name, pattern } = routed();
          return { page: { referrer, route: name, pattern } as object };
        }),
      ];
      look();
      return () => {
        tell = undefined;
        for (const undo of undos) undo();
      };
    },
  };
}
