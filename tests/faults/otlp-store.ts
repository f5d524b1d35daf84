import { distinct, type Stored } from './figures';
import { squaresName, windowsName } from './windows';

interface OtlpMetrics {
  readonly resource: { readonly attributes: ReadonlyArray<{ key: string; value: object }> };
  readonly scopeMetrics: ReadonlyArray<{
    readonly metrics: ReadonlyArray<{
      readonly name: string;
      readonly sum?: { readonly dataPoints: ReadonlyArray<{ readonly asDouble: number }> };
    }>;
  }>;
}

interface OtlpMessage {
  readonly resourceMetrics?: readonly OtlpMetrics[];
  readonly resourceSpans?: ReadonlyArray<{
    readonly scopeSpans: ReadonlyArray<{ readonly spans: ReadonlyArray<{ traceId: string }> }>;
  }>;
}

/** Keeps, of OTLP as JSON, what counters stood at last, by process, and the traces. */
export function otlpStore() {
  const sums = new Map<string, number>();
  const traces: Array<{ traceId: string }> = [];
  const bodies = new Set<string>();
  let again = 0;

  function takeMetrics({ resource, scopeMetrics }: OtlpMetrics): void {
    const process = resource.attributes.find(({ key }) => key === 'service.instance.id')?.value;
    for (const { name, sum } of scopeMetrics.flatMap(({ metrics }) => metrics)) {
      const [point] = sum?.dataPoints ?? [];
      if (point) sums.set(`${name} ${JSON.stringify(process)}`, point.asDouble);
    }
  }

  const sumOf = (name: string) =>
    [...sums].reduce((sum, [key, value]) => sum + (key.startsWith(`${name} `) ? value : 0), 0);

  return {
    take(body: string): undefined {
      if (bodies.has(body)) again++;
      bodies.add(body);
      const { resourceMetrics = [], resourceSpans = [] } = JSON.parse(body) as OtlpMessage;
      for (const one of resourceMetrics) takeMetrics(one);
      const scopes = resourceSpans.flatMap(({ scopeSpans }) => scopeSpans);
      traces.push(...scopes.flatMap(({ spans }) => spans));
    },
    stored: (): Stored => ({
      windows: sumOf(windowsName),
      squares: sumOf(squaresName),
      traces: distinct(traces),
      again,
      contradictions: 0,
    }),
  };
}
