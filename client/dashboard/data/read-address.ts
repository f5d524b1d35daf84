import type { MetricName } from '../../../common/metrics';
import type { Stat } from '../../../common/reader';
import { filters } from '../state/filters';
import { range } from '../state/range';
import { apiAddress, type Params, queryText } from './api';

/** What to read of a metric, in the range and with the filters of the screen. */
export interface Wanted {
  readonly metric: MetricName;
  readonly stat: Stat;
  readonly by?: readonly string[];
  /** Only series with these values; `undefined` matches any. */
  readonly dims?: Readonly<Record<string, string | undefined>>;
  /** Points of the screen's step; else one value for the whole range. */
  readonly inSteps?: boolean;
}

/** The address of `GET read`, whose answer is a `ReadAnswer`. Reads signals: call it while rendering. */
export function readAddress(wanted: Wanted): string {
  return apiAddress('read', { ...ownParams(wanted), ...rangeParams() });
}

/**
 * The address of `GET reads`, whose answer is a `ReadsAnswer`: at most 16 reads in one request.
 * Reads signals: call it while rendering.
 */
export function readsAddress(wanted: readonly Wanted[]): string {
  return apiAddress('reads', {
    ...rangeParams(),
    read: wanted.map((one) => queryText(ownParams(one))),
  });
}

function ownParams({ metric, stat, by, dims = {}, inSteps = false }: Wanted): Params {
  return {
    metric,
    stat,
    by: by?.join(','),
    stepMs: inSteps ? range.value.stepMs : undefined,
    ...Object.fromEntries(Object.entries(dims).map(([name, value]) => [`dims.${name}`, value])),
  };
}

/** Range and filters as every route takes them. */
export function rangeParams(): Record<string, string | number> {
  const { from, to } = range.value;
  const resource = Object.entries(filters.value).map(([field, value]) => [
    `resource.${field}`,
    value,
  ]);
  return { from, to, ...Object.fromEntries(resource) };
}
