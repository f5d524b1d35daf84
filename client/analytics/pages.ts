import type { Feature, FeatureClient } from '../../common/analytics/feature';
import { undoable } from '../../common/undo';
import { type PageRules, pageRules } from './page-rules';
import { type PlacesWindow, type WatchHistory, watchPlaces } from './watch-places';

export interface PagesTarget extends PageRules {
  readonly window: PlacesWindow & {
    readonly document: { readonly title: string; readonly referrer: string };
    readonly location: { readonly href: string; readonly search: string };
  };
  /** What the router says of the page that is shown; asked at each event. */
  readonly route?: (() => Route | undefined) | undefined;
  /** Loads what watches the history of a browser that does not tell of it. */
  readonly loadHistory: () => Promise<WatchHistory>;
}

/** Where a router is: the name of the route, and what its paths look like, such as `/todos/:id`. */
export interface Route {
  readonly name?: string | undefined;
  readonly pattern?: string | undefined;
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
export function pages(target: PagesTarget): Feature {
  return {
    name: 'pages',
    install: (client) =>
      undoable((defer) => {
        const { look, leave, stop, referrer } = createPages(target, client);
        defer(stop);
        defer(watchPlaces(target.window, client, look, target.loadHistory));
        defer(client.onLeave(leave));
        defer(
          client.addContext(() => {
            const { name, pattern } = (target.route && client.guard(target.route)) || {};
            return { page: { referrer: referrer(), route: name, pattern } as object };
          }),
        );
        look();
      }),
  };
}

function createPages(target: PagesTarget, client: FeatureClient) {
  const { document, location } = target.window;
  const { isExcluded, nameOf } = pageRules(target);
  let referrer = document.referrer;
  let shown: { readonly place: string; readonly href: string } | undefined;
  /** Tells the page that waits for its title. */
  let tell: ((isGone?: boolean) => void) | undefined;

  function look(isReplaced?: boolean): void {
    const { href, pathname, search } = location;
    const { title } = document;
    const place = pathname + search;
    if (shown?.place === place) return;
    const wasWaiting = tell;
    if (isReplaced) tell = undefined;
    else tell?.(true);
    if (shown && !(isReplaced && wasWaiting)) referrer = shown.href;
    const isFirst = !shown;
    shown = { place, href };
    if (isExcluded(pathname)) return;

    const at = client.wallNow();
    const from = referrer;
    let left = looks;
    const send = (isGone?: boolean) => {
      if (tell !== send) return;
      tell = undefined;
      const page = { path: pathname, search, url: href, referrer: from, title: document.title };
      const name = nameOf(
        isGone ? page : { ...page, ...(target.route && client.guard(target.route)) },
      );
      client.page(name, {}, isGone ? { at, context: { page } } : { at });
    };
    const wait = () => {
      if (document.title !== title || !left--) send();
      else client.after(lookMs, wait);
    };
    tell = send;
    if (isFirst && title) send();
    else wait();
  }

  return {
    look,
    leave: () => tell?.(),
    stop() {
      tell = undefined;
    },
    referrer: () => referrer,
  };
}
