import type { SpanAttributes } from '../../common/trace';
import type { Labels } from './app-dims';
import { fewAttributes } from './attributes';
import { type Counter, createCounters } from './counters';
import { createGauges, type Gauges } from './gauges';
import { createHistograms, type HistogramHandle, type HistogramOptions } from './histograms';
import type { Recording } from './recording';
import { createSpans, type SpanOptions } from './spans';

/** The app's own numbers, spans and errors. Everything is harmless while the agent is off. */
export interface CustomApi {
  /**
   * Calls `fn` now and returns what it returns: a plain value as it is, in
   * place of a promise one that settles alike, a microtask later. How long it
   * took is recorded as `app.duration{name}`; inside a call, a subscription or
   * a job it is a span of the trace, and what `fn` does is placed under it.
   * Nested and parallel spans are kept apart. A bad name is counted as a drop,
   * and `fn` runs anyway.
   */
  span<Result>(name: string, fn: () => Result, options?: SpanOptions): Result;

  /**
   * A number that only grows, read back as `app.counter{name, labels}`. Make it
   * once, at any time: it outlives restarts of the agent.
   *
   * @throws {RadiantError} `metric-invalid` for a name or labels that cannot be used.
   */
  counter(name: string, options?: { readonly labels?: Labels | undefined }): Counter;

  /**
   * A number that goes up and down, read back as `app.gauge{name, labels}`: set
   * by the app, or read once per window with `{ read }`.
   *
   * @throws {RadiantError} as `counter` does.
   */
  gauge: Gauges;

  /**
   * A distribution, read back as `app.duration`, `app.bytes` or `app.count` by its unit.
   *
   * @throws {RadiantError} as `counter` does, and for a missing unit.
   */
  histogram(name: string, options: HistogramOptions): HistogramHandle;

  /**
   * Reports an error that the app has handled itself. `attributes` are kept
   * with the trace it happened in.
   */
  error(error: unknown, options?: ErrorOptions): void;
}

export interface ErrorOptions {
  /** What it is about; errors of different names are grouped apart. */
  readonly name?: string | undefined;
  readonly attributes?: SpanAttributes | undefined;
}

const longestName = 100;

export function createCustomApi(recording: Recording): CustomApi {
  return {
    span: createSpans(recording),
    counter: createCounters(recording),
    gauge: createGauges(recording),
    histogram: createHistograms(recording),
    error(error, options) {
      const { recorder } = recording;
      if (!recorder) return;
      const given = options?.name;
      const name = typeof given === 'string' ? given.slice(0, longestName) : '';
      const invocation = recorder.context.current();
      recorder.error({ source: 'app', name, error, invocation });
      if (!invocation?.work.trace) return;
      const at = recorder.now();
      const more = { failed: true, attributes: fewAttributes(options?.attributes) };
      invocation.work.add('custom', name || 'error', at, at, more);
    },
  };
}
