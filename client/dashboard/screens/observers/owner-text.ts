import type { ObserverOwner } from '../../../../common/observer-entry';

/** The name of an owner; of those that are no publication, with what they are. */
export function ownerText({ kind, name }: ObserverOwner): string {
  if (kind === 'none') return 'outside of any call';
  return kind === 'publication' ? name : `${name} (${kind === 'http' ? 'HTTP' : kind})`;
}
