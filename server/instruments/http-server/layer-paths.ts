import type { ExpressLayer } from './target';

const longestPattern = 200;

/** What the layers of express are for, as patterns; never what a request asked for. */
export interface LayerPaths {
  /** These layers were made with that path. */
  learn(layers: readonly ExpressLayer[], path: unknown): void;
  /** The pattern of a layer; empty when it is for every path. */
  of(layer: ExpressLayer): string;
}

/**
 * Express keeps the path of a route, but of what `use` mounts only a matcher.
 * So the path is learned when `use` is called; for what was mounted before, it
 * is made from the first match, once, and without anything that may be a value.
 */
export function createLayerPaths(): LayerPaths {
  const known = new WeakMap<ExpressLayer, string>();

  function mounted(layer: ExpressLayer): string {
    const learned = known.get(layer);
    if (learned !== undefined) return learned;
    const pattern = layer.rawPath === undefined ? fromMatch(layer) : patternText(layer.rawPath);
    known.set(layer, pattern);
    return pattern;
  }

  return {
    learn(layers, path) {
      const pattern = patternText(path);
      for (const layer of layers) known.set(layer, pattern);
    },
    of(layer) {
      if (layer.route) return patternText(layer.route.path);
      return isForAll(layer) ? '' : mounted(layer);
    },
  };
}

/**
 * A path as the app wrote it: a string, without the slash at its end, a regular
 * expression, or several of them.
 */
export function patternText(path: unknown): string {
  const text = typeof path === 'string' && path.endsWith('/') ? path.slice(0, -1) : String(path);
  return text.slice(0, longestPattern);
}

function isForAll({ slash, regexp }: ExpressLayer): boolean {
  return slash ?? regexp?.fast_slash === true;
}

function fromMatch({ path, params }: ExpressLayer): string {
  if (typeof path !== 'string') return '/*';
  const names = new Map<unknown, string>();
  for (const [name, value] of Object.entries(params ?? {})) names.set(value, name);
  const segments = path.split('/').filter((segment) => segment !== '');
  return segments.map((segment) => `/${patternOf(segment, names)}`).join('');
}

function patternOf(segment: string, names: ReadonlyMap<unknown, string>): string {
  const name = names.get(decoded(segment));
  if (name !== undefined) return `:${name}`;
  return /^([a-z_.-]{1,40}|v\d{1,2})$/i.test(segment) ? segment : '*';
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
