import { useMemo } from 'preact/hooks';
import type { Deploy, DeploysAnswer } from '../../../common/deploys-answer';
import { apiAddress } from './api';
import { rangeParams } from './read-address';
import { useAnswer } from './use-answer';

/** A moment that matters to every chart. */
export interface Marker {
  /** Epoch milliseconds. */
  readonly at: number;
  readonly label: string;
}

const most = 20;

/** The deploys of the range, for all charts of a screen in one request. */
export function useMarkers(): readonly Marker[] {
  // By release they would be the one line that is known anyway.
  const { 'resource.release': _, ...params } = rangeParams();
  const { data } = useAnswer<DeploysAnswer>(apiAddress('deploys', params));
  return useMemo(() => markersOf(data?.deploys ?? []), [data]);
}

/** The newest twenty: more cannot be told apart. A release that nobody named has no mark. */
export function markersOf(deploys: readonly Deploy[]): Marker[] {
  return deploys
    .filter(({ release }) => release !== 'unknown')
    .slice(-most)
    .map(({ at, release, isReturn }) => ({ at, label: isReturn ? `back to ${release}` : release }));
}
