import type { ServerResponse } from 'node:http';
import type { NameRoute, RoutePlace } from './http-request';
import { type LayerPaths, patternText } from './layer-paths';
import type { ExpressRouter } from './target';

/** What no pattern is for. */
export const categories = {
  /** A file of the client's. */
  file: '<static>',
  /** The page of the app, whatever the path. */
  page: '<app>',
  nobody: '<not found>',
  /** A function that the app or a package put in for all paths. */
  middleware: '<middleware>',
} as const;

/** Makes the function that names requests: of patterns, and of no more categories than these. */
export function routeNames(router: ExpressRouter, paths: LayerPaths) {
  return (response: ServerResponse): NameRoute =>
    (place) =>
      patternOf(place, paths) || categoryOf(place, router, response.statusCode);
}

function patternOf({ layers, foreign }: RoutePlace, paths: LayerPaths): string {
  let pattern = '';
  for (const layer of layers) pattern += paths.of(layer);
  if (foreign) pattern += `${foreign.isDeeper ? '/*' : ''}${patternText(foreign.route.path)}`;
  const isRoute = foreign !== undefined || layers.at(-1)?.route !== undefined;
  return pattern === '' && isRoute ? '/' : pattern;
}

/**
 * webapp puts layers of its own before and after the apps for handlers: files
 * come before the last of these apps, the page and the refusal after it.
 */
function categoryOf({ layers }: RoutePlace, { stack }: ExpressRouter, status: number): string {
  const [layer] = layers;
  if (!layer || layers.length > 1) return categories.middleware;
  if (status === 404) return categories.nobody;
  const at = stack.indexOf(layer);
  const isAfterApps = stack.findLastIndex(({ name }) => name === 'mounted_app') < at;
  return isAfterApps ? categories.page : categories.file;
}
