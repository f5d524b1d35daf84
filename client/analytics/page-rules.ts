export interface PageRules {
  /** Paths that are not told of: as they are, up to a `*` at their end, or what a regular expression finds. */
  readonly exclude?: ReadonlyArray<string | RegExp> | undefined;
  /** Names a page; `name` and `pattern` are the route's. What it does not name, the route or the title does. */
  readonly name?: ((page: NamedPage) => string | undefined) | undefined;
}

export interface NamedPage {
  readonly path: string;
  readonly title: string;
  readonly name?: string | undefined;
  readonly pattern?: string | undefined;
}

/** Which pages are told of, and by what name. */
export function pageRules({ exclude = [], name }: PageRules) {
  return {
    isExcluded: (path: string) =>
      exclude.some((rule) =>
        typeof rule !== 'string'
          ? rule.test(path)
          : rule.slice(-1) === '*'
            ? !path.indexOf(rule.slice(0, -1))
            : rule === path,
      ),
    nameOf: (page: NamedPage) => name?.(page) || page.name || page.title || undefined,
  };
}
