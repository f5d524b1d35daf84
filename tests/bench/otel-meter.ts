import {
  AggregationTemporality,
  AggregationType,
  MeterProvider,
  MetricReader,
} from '@opentelemetry/sdk-metrics';

/** A meter of the OpenTelemetry SDK whose histograms are exponential; nobody reads it. */
export function otelMeter({ buckets = 160 } = {}) {
  class SilentReader extends MetricReader {
    protected override async onForceFlush(): Promise<void> {}
    protected override async onShutdown(): Promise<void> {}
  }
  const reader = new SilentReader({
    aggregationTemporalitySelector: () => AggregationTemporality.DELTA,
    aggregationSelector: () => ({
      type: AggregationType.EXPONENTIAL_HISTOGRAM,
      options: { maxSize: buckets, recordMinMax: true },
    }),
  });
  return new MeterProvider({ readers: [reader] }).getMeter('bench');
}
