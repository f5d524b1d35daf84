/**
 * Where somebody who signs in goes: the screen that was asked for, with its
 * query, or the first one. What leads out of the dashboard, or could be read
 * so by some browser, is not taken.
 */
export function returnPath(wanted: string | undefined, basePath: string): string {
  const start = `${basePath}/`;
  if (!wanted?.startsWith(start) || wanted.length > longest) return start;
  return screen.test(wanted.slice(start.length)) ? wanted : start;
}

const longest = 2_000;

/** At most one plain segment, and a query of visible ASCII. */
const screen = /^[\w-]*(\?[!-[\]-~]*)?$/;
