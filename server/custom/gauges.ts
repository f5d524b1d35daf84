import type { Recorder } from '../../common/recorder';
import { type AppDims, appDims, type Labels } from './app-dims';
import type { Recording } from './recording';

/** A number that goes up and down; told once per window until it is removed. */
export interface Gauge {
  /** Never throws: what is no finite number is counted as a drop, and the value before stays. */
  set(value: number): void;
  /** Tells it no more. */
  remove(): void;
}

export interface GaugeOptions {
  readonly labels?: Labels | undefined;
}

export interface ReadGaugeOptions extends GaugeOptions {
  /** Asked once per window. What is no finite number, or an error, is counted as a drop. */
  readonly read: () => number;
}

interface Reading {
  readonly dims: AppDims;
  readonly read: () => number;
}

/** Gauges of one process that are kept; more are counted as drops. */
const mostGauges = 1000;

export interface Gauges {
  (name: string, options: ReadGaugeOptions): Pick<Gauge, 'remove'>;
  (name: string, options?: GaugeOptions): Gauge;
}

/** Makes gauges. Two of the same name and labels are one: the last value, or `read`, counts. */
export function createGauges(recording: Recording): Gauges {
  const readings = new Map<string, Reading>();

  recording.onCollect((recorder) => {
    for (const reading of readings.values()) tell(recorder, reading);
  });

  function keep(reading: Reading): void {
    const key = keyOf(reading.dims);
    if (readings.has(key) || readings.size < mostGauges) readings.set(key, reading);
    else recording.recorder?.drop('series-limit', 1);
  }

  return ((name: string, options: Partial<ReadGaugeOptions> = {}): Gauge => {
    const dims = appDims(name, options.labels);
    const key = keyOf(dims);
    if (options.read) keep({ dims, read: options.read });
    let latest = 0;
    const own: Reading = { dims, read: () => latest };
    return {
      set(value) {
        if (!Number.isFinite(value)) {
          recording.recorder?.drop('invalid', 1);
          return;
        }
        latest = value;
        if (readings.get(key) !== own) keep(own);
      },
      remove() {
        readings.delete(key);
      },
    };
  }) as Gauges;
}

function keyOf({ name, labels }: AppDims): string {
  return `${name}?${labels}`;
}

function tell(recorder: Recorder, { dims, read }: Reading): void {
  let value: number | undefined;
  try {
    value = read();
  } catch {
    // The app's: counted below.
  }
  if (Number.isFinite(value)) {
    recorder.record({ kind: 'metric', metric: 'app.gauge', dims, value: value as number });
  } else recorder.drop('invalid', 1);
}
