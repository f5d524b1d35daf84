import type { NamedPage, PageRules, Route } from './pages';

/** What `pages` may hold in settings; functions and expressions only in `configure`. */
export interface PageOptions {
  /** Paths that are not told of: as they are, up to a `*` at their end, or what a regular expression finds. */
  readonly exclude?: ReadonlyArray<string | RegExp> | undefined;
  /** Names a page; `name` and `pattern` are the route's. What it does not name, the route or the title does. */
  readonly name?: ((page: NamedPage) => string | undefined) | undefined;
  /** Where a router is that is an npm package; see `fromMatches` for React Router. */
  readonly route?: (() => Route | undefined) | undefined;
}

/**
 * Which pages are told of, and by what name: what the options say, and with
 * `compat` the title, as okgrow:analytics had it. Loaded where there is either.
 */
export function pageRules({ exclude = [], name }: PageOptions, compat?: string): PageRules {
  return {
    isExcluded: (path) =>
      exclude.some((rule) => {
        if (typeof rule !== 'string') return rule.test(path);
        return rule.endsWith('*') ? path.startsWith(rule.slice(0, -1)) : rule === path;
      }),
    nameOf: (page) => name?.(page) || (compat && page.title) || page.name,
  };
}
