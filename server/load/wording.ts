import type { ObserverKey, ObserverOwner } from '../../common/observer-entry';

const shapeLimit = 120;

/** `Publication tasks.byList`, at the beginning of a sentence. */
export function ownerText({ kind, name }: ObserverOwner): string {
  if (kind === 'none') return 'Code outside of any call';
  return `${kind === 'publication' ? 'Publication' : 'Method'} ${name}`;
}

/** `tasks with {listId: ?}`: what an observer observes. */
export function queryText({
  collection,
  shape,
}: Pick<ObserverKey, 'collection' | 'shape'>): string {
  const shown = shape.length <= shapeLimit ? shape : `${shape.slice(0, shapeLimit - 1)}\u2026`;
  return `${collection} with ${shown}`;
}

/** `62 %`; with one digit more where the whole number would say nothing or all. */
export function percent(ratio: number): string {
  const value = ratio * 100;
  const isNearEnd = value < 1 || (value > 90 && value < 100);
  return `${Number(value.toFixed(isNearEnd ? 1 : 0))} %`;
}

/** A whole number with separators: `12,400`. Shared out counts may be fractions: below ten, one digit. */
export function count(value: number): string {
  const digits = Number.isInteger(value) || value >= 10 ? 0 : 1;
  const shown = String(Number(value.toFixed(digits)));
  return shown.replace(/\B(?=(\d{3})+(?!\d))/g, ',');
}

/** `1 handle`, `2 handles`. */
export function plural(value: number, word: string): string {
  return `${count(value)} ${word}${value === 1 ? '' : 's'}`;
}

/** `40 s`, `12 min`, `3 h`, `2 days`. */
export function duration(ms: number): string {
  if (ms < 120_000) return `${Math.round(ms / 1_000)} s`;
  if (ms < 7_200_000) return `${Math.round(ms / 60_000)} min`;
  if (ms < 172_800_000) return `${Math.round(ms / 3_600_000)} h`;
  return `${Math.round(ms / 86_400_000)} days`;
}
