import { find } from 'mingo';
import type { Document } from './driver';
import { isPlain } from './values';

export type Project = (document: Document) => Document;

/**
 * What a projection makes of a document. Fields keep the document's order and
 * `_id` comes along unless it is excluded, as on a server.
 */
export function createProjection(spec: Document | undefined): Project {
  const entries = Object.entries(spec ?? {});
  if (entries.length === 0) return (document) => document;
  if (entries.some(([, value]) => isPlain(value))) return byMingo(spec ?? {});

  const fields = entries.filter(([key]) => key !== '_id');
  const withId = spec?._id === undefined || Boolean(spec._id);
  const including = fields.length > 0 ? Boolean(fields[0]?.[1]) : Boolean(spec?._id);
  const tree = toTree(fields.map(([key]) => key));
  const pick = including ? picked : omitted;

  return ({ _id, ...rest }) => {
    const result = pick(rest, tree) as Document;
    return withId && _id !== undefined ? { _id, ...result } : result;
  };
}

/** Operators such as `$slice` and `$elemMatch`. */
function byMingo(spec: Document): Project {
  return (document) => find<Document>([document], {}, spec as never).next();
}

interface Tree {
  [key: string]: Tree | true;
}

function toTree(paths: readonly string[]): Tree {
  const tree: Tree = {};
  for (const path of paths) {
    const steps = path.split('.');
    const last = steps.pop() ?? path;
    let node = tree;
    for (const step of steps) {
      const existing = node[step];
      const next = typeof existing === 'object' ? existing : {};
      node[step] = next;
      node = next;
    }
    node[last] = true;
  }
  return tree;
}

function picked(value: unknown, tree: Tree): unknown {
  if (Array.isArray(value)) return value.map((item) => picked(item, tree));
  if (!isPlain(value)) return undefined;
  const result: Document = {};
  for (const [key, inner] of Object.entries(value)) {
    const node = tree[key];
    if (node === undefined) continue;
    const kept = node === true ? inner : picked(inner, node);
    if (kept !== undefined) result[key] = kept;
  }
  return result;
}

function omitted(value: unknown, tree: Tree): unknown {
  if (Array.isArray(value)) return value.map((item) => omitted(item, tree));
  if (!isPlain(value)) return value;
  const kept = Object.entries(value).filter(([key]) => tree[key] !== true);
  return Object.fromEntries(
    kept.map(([key, inner]) => {
      const node = tree[key];
      return [key, typeof node === 'object' ? omitted(inner, node) : inner];
    }),
  );
}
