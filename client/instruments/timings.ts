import { countValue, type OpenHistogram, openHistogram } from '../../common/analytics/count-value';
import type { JsonValue } from '../../common/analytics/event';
import type { Feature, FeatureClient } from '../../common/analytics/feature';
import { slowCallEvent, type TimingsRecorder, timingsEvent } from '../../common/analytics/timings';
import type { Dims, MetricName } from '../../common/metrics';
import { type Undo, undoable } from '../../common/undo';

export interface TimingsOptions {
  /** Calls that took this long are told of one by one, as failed ones are. */
  readonly slowMs?: number | undefined;
  /** At most so many of these a minute. */
  readonly slowPerMinute?: number | undefined;
}

const minuteMs = 60_000;
/** Beyond it, names count as `_OTHER` until the minute is over. */
const seriesLimit = 200;
/** Of names and values of a series' dimensions, as JSON. */
const keyLimit = 300;
/** A histogram has at most 497 buckets, so that an event with so many of them stays below 32 kB. */
const seriesPerEvent = 20;

/**
 * Takes what other features time and count, and tells it once a minute, where a
 * minute had any, and when the page is left: one histogram per name, not an
 * event per call. Calls that were slow or failed are told at once, one by one.
 */
export function createTimings({ slowMs = 1_000, slowPerMinute = 10 }: TimingsOptions = {}): {
  readonly timings: TimingsRecorder;
  readonly feature: Feature;
} {
  const series = new Map<string, Series>();
  let client: FeatureClient | undefined;
  let stop: Undo | undefined;
  let callsTold = 0;

  function tell(): void {
    const told = [...series.values()];
    series.clear();
    while (told.length > 0) {
      const series = told.splice(0, seriesPerEvent) as unknown as JsonValue[];
      client?.track(timingsEvent, { series }, { passive: true });
    }
  }

  function schedule(): void {
    stop ??= client?.after(minuteMs, () => {
      stop = undefined;
      callsTold = 0;
      tell();
    });
  }

  function seriesOf<Value extends Series['value']>(
    metric: MetricName,
    given: Dims,
    value: Value,
  ): Series<Value> {
    schedule();
    const keyOf = (dims: Dims) => JSON.stringify([metric, dims]);
    const key = keyOf(given);
    const isTooMany = key.length > keyLimit || (series.size >= seriesLimit && !series.has(key));
    const dims = isTooMany ? othersOf(given) : given;
    const found = series.get(keyOf(dims)) ?? { metric, dims, value };
    series.set(keyOf(dims), found);
    return found as Series<Value>;
  }

  return {
    timings: {
      time(metric, dims, value, grid = 'duration') {
        if (client) countValue(seriesOf(metric, dims, openHistogram(grid)).value, value);
      },
      count(metric, dims) {
        if (client) seriesOf(metric, dims, 0).value++;
      },
      call(call) {
        const isWorth = call.error !== undefined || call.durationMs >= slowMs;
        if (!isWorth || callsTold >= slowPerMinute) return;
        callsTold++;
        schedule();
        client?.track(slowCallEvent, { ...call }, { passive: true });
      },
    },
    feature: {
      name: 'timings',
      install(installed) {
        return undoable((defer) => {
          client = installed;
          defer(() => {
            stop?.();
            stop = client = undefined;
            series.clear();
          });
          defer(installed.onLeave(tell));
        });
      },
    },
  };
}

interface Series<Value extends number | OpenHistogram = number | OpenHistogram> {
  readonly metric: MetricName;
  readonly dims: Dims;
  value: Value;
}

const othersOf = (dims: Dims): Dims =>
  Object.fromEntries(Object.keys(dims).map((name) => [name, '_OTHER']));
