import { isObject } from './is-object';
import { maskName } from './query-name';
import { isPlain, own } from './query-reading';
import { cut } from './query-text';

const sortLimit = 8;
const fieldLimit = 12;
const partLimit = 100;

type Pair = readonly [name: string, value: unknown];

/** What of a cursor's options belongs to the shape, each part with a space in front. */
export function optionsShape(options: unknown): string {
  if (!isObject(options)) return '';
  const fields = own(options, 'projection') ?? own(options, 'fields');
  return [
    cut(sortShape(own(options, 'sort')), partLimit),
    cut(fieldsShape(fields), partLimit),
    own(options, 'limit') ? ' limit' : '',
    own(options, 'skip') ? ' skip' : '',
  ].join('');
}

/** Meteor takes objects and lists of names and `[name, direction]`; MongoDB's driver also takes maps. */
function sortShape(sort: unknown): string {
  if (!sort) return '';
  if (typeof sort === 'string') return ` sort {${maskName(sort)}: 1}`;
  const pairs = pairsOf(sort, sortLimit);
  if (!pairs) return ' sort ?';
  return listed('sort', pairs, sortLimit, directionOf);
}

function fieldsShape(fields: unknown): string {
  if (!fields) return '';
  const pairs = pairsOf(fields, fieldLimit);
  if (!pairs) return ' fields ?';
  return listed('fields', pairs, fieldLimit, (value) => {
    if (value === 1 || value === true) return '1';
    return value === 0 || value === false ? '0' : '?';
  });
}

function directionOf(value: unknown): string {
  if (value === 1 || value === 'asc' || value === 'ascending') return '1';
  return value === -1 || value === 'desc' || value === 'descending' ? '-1' : '?';
}

/** Up to one pair more than `limit`, so that it shows when there are too many. */
function pairsOf(list: unknown, limit: number): readonly Pair[] | undefined {
  if (Array.isArray(list)) return fromArray(list, limit);
  if (list instanceof Map) return fromMap(list, limit);
  if (!isPlain(list)) return undefined;
  return Object.keys(list)
    .slice(0, limit + 1)
    .map((name) => [name, own(list, name)]);
}

function fromArray(list: readonly unknown[], limit: number): readonly Pair[] {
  const pairs: Pair[] = [];
  for (let at = 0; at < Math.min(list.length, limit + 1); at++) {
    const item = own(list, at);
    const [name, value] = Array.isArray(item) ? [own(item, 0), own(item, 1)] : [item, 1];
    if (typeof name === 'string') pairs.push([name, value]);
  }
  return pairs;
}

function fromMap(map: ReadonlyMap<unknown, unknown>, limit: number): readonly Pair[] {
  const pairs: Pair[] = [];
  Map.prototype.forEach.call(map, (value: unknown, name: unknown) => {
    if (typeof name === 'string' && pairs.length <= limit) pairs.push([name, value]);
  });
  return pairs;
}

function listed(
  word: string,
  pairs: readonly Pair[],
  limit: number,
  textOf: (value: unknown) => string,
): string {
  if (pairs.length === 0) return '';
  const shown = pairs.slice(0, limit).map(([name, value]) => `${maskName(name)}: ${textOf(value)}`);
  if (pairs.length > limit) shown.push('\u2026');
  return ` ${word} {${[...new Set(shown)].join(', ')}}`;
}
