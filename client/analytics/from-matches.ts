import type { Route } from './pages';

/** One of what `useMatches()` of React Router 6.4 and 7 gives, or `state.matches` of a router object. */
export interface RouteMatch {
  readonly pathname: string;
  readonly params: Readonly<Record<string, string | undefined>>;
  readonly handle?: unknown;
}

/**
 * The route that React Router's matches stand for. Matches have no pattern:
 * it is the path, with each parameter in place of its value. The name is
 * `handle.name` of the innermost match that has one.
 *
 *     Analytics.configure({ pages: { route: () => fromMatches(router.state.matches) } });
 */
export function fromMatches(matches: readonly RouteMatch[]): Route | undefined {
  const last = matches[matches.length - 1];
  if (!last) return undefined;
  const names = matches.map(({ handle }) => (handle as { name?: string } | undefined)?.name);
  return { name: names.filter(Boolean).pop(), pattern: patternOf(last) };
}

function patternOf({ pathname, params }: RouteMatch): string {
  const { '*': splat, ...named } = params;
  const rest = splat ? `/${splat}` : '';
  const isRest = rest !== '' && decoded(pathname).endsWith(rest);
  const segments = (isRest ? decoded(pathname).slice(0, -rest.length) : decoded(pathname)).split(
    '/',
  );
  for (const [name, value] of Object.entries(named)) {
    const at = segments.indexOf(value ?? '', 1);
    if (value && at > 0) segments[at] = `:${name}`;
  }
  return segments.join('/') + (isRest ? '/*' : '');
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path; // a stray percent sign
  }
}
