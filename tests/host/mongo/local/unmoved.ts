import { idStringify } from '../../meteor/object-id';
import type { Document } from '../driver/driver';

/**
 * The positions in `after` of documents that need not move: a longest sequence
 * of documents that stand in the same order in both.
 */
export function unmoved(before: readonly Document[], after: readonly Document[]): Set<number> {
  const oldIndex = new Map(before.map((document, index) => [idStringify(document._id), index]));
  const olds = after.map((document) => oldIndex.get(idStringify(document._id)));
  const chains: number[][] = [];
  for (const [index, old] of olds.entries()) {
    const chain = old === undefined ? [] : [...longestBefore(chains, olds, old), index];
    chains.push(chain);
  }
  return new Set(longest(chains));
}

function longestBefore(chains: number[][], olds: Array<number | undefined>, old: number): number[] {
  return longest(chains.filter((_chain, index) => (olds[index] ?? Infinity) < old));
}

function longest(chains: readonly number[][]): number[] {
  return chains.reduce((best, chain) => (chain.length > best.length ? chain : best), []);
}
