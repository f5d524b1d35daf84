import type { Batch } from '../../common/batch';
import { createDeliveredIds } from '../../common/delivered-ids';
import { PartlyTakenError, RetryableError, type Sink } from '../../common/sink';
import { version } from '../../common/version';
import { accumulate, deltas } from './otlp/cumulative';
import { post } from './otlp/post';
import { type EncodedRequest, encodeRequests } from './otlp/requests';

export interface OtlpSinkOptions {
  /** Where `/v1/metrics`, `/v1/traces` and `/v1/logs` are. */
  readonly endpoint: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly protocol?: 'http/protobuf' | 'http/json';
  readonly gzip?: boolean;
  readonly temporality?: 'cumulative' | 'delta';
  readonly histograms?: 'explicit' | 'exponential';
  readonly metrics?: boolean;
  readonly traces?: boolean;
  readonly logs?: boolean;
  /** Batches after which a series that was in none of them begins anew. */
  readonly idleBatches?: number;
  /** Epoch milliseconds. */
  readonly wallNow?: () => number;
  /** Writes one line to the app's log. */
  readonly warn?: (message: string) => void;
}

/** What is left to send of the batch that was given last. */
interface Pending {
  readonly requests: readonly EncodedRequest[];
  readonly done: Set<EncodedRequest>;
  /** Why requests were refused for good. */
  readonly refusals: string[];
  /** Data points, spans and lines that were refused of requests that were taken. */
  refusedItems: number;
}

/**
 * Sends metrics, traces, and logs with errors among them, to whatever speaks
 * OTLP over HTTP. Names are those of OpenTelemetry's conventions where there is
 * one. A request that was taken is not sent again when another of the same
 * batch has to be; what the endpoint refuses of a request is counted, and said
 * in the log the first time.
 *
 * Histograms are folded to explicit bounds unless `exponential` is asked for,
 * which not every backend reads; theirs are ours, without loss.
 *
 * Analytics events are not sent: they say who did what, which is no business of
 * a place that was meant for figures.
 */
export function otlpSink(options: OtlpSinkOptions): Sink {
  const { endpoint, headers = {}, gzip = true, idleBatches = 360 } = options;
  const { wallNow = Date.now, warn = () => undefined } = options;
  const isDelta = options.temporality === 'delta';
  const encodeOptions = {
    protocol: options.protocol ?? 'http/protobuf',
    temporality: options.temporality ?? 'cumulative',
    histograms: options.histograms ?? 'explicit',
    accumulator: isDelta ? deltas : accumulate({ idleBatches }),
    signals: {
      metrics: options.metrics ?? true,
      traces: options.traces ?? true,
      logs: options.logs ?? true,
    },
    version,
  } as const;
  const delivered = createDeliveredIds();
  let pending: Promise<Pending> | undefined;
  let pendingId: string | undefined;
  let warned = false;

  async function prepare(batch: Batch): Promise<Pending> {
    const requests = await encodeRequests(batch, encodeOptions);
    return { requests, done: new Set(), refusals: [], refusedItems: 0 };
  }

  /** What was prepared for a batch is kept until another comes: adding it up twice would count it twice. */
  function pendingOf(batch: Batch): Promise<Pending> {
    if (pending && pendingId === batch.id) return pending;
    pendingId = batch.id;
    pending = (pending ?? Promise.resolve()).then(() => prepare(batch));
    return pending;
  }

  function tellRefused(what: string): void {
    if (warned) return;
    warned = true;
    warn(`sink otlp: ${what}`);
  }

  async function sendOne(
    request: EncodedRequest,
    current: Pending,
    signal: AbortSignal,
  ): Promise<void> {
    const url = `${endpoint.replace(/\/+$/, '')}/v1/${request.signal}`;
    try {
      const refused = await post({ ...request, url, headers, gzip }, signal, wallNow());
      if (refused) {
        current.refusedItems += refused.items;
        tellRefused(`${refused.items} ${request.signal} were refused: ${refused.reason}`);
      }
    } catch (error) {
      if (error instanceof RetryableError) throw error;
      current.refusals.push(error instanceof Error ? error.message : String(error));
    }
    current.done.add(request);
  }

  return {
    name: 'otlp',
    ignoresEvents: true,
    async write(batch, signal) {
      // The last one again, after it was called off, is told what came of it.
      if (delivered.has(batch.id) && pendingId !== batch.id) return;
      const current = await pendingOf(batch);
      for (const request of current.requests) {
        if (!current.done.has(request)) await sendOne(request, current, signal);
      }
      delivered.add(batch.id);
      if (current.refusals.length > 0) throw new Error(current.refusals.join('; '));
      if (current.refusedItems > 0) {
        throw new PartlyTakenError('the OTLP endpoint refused a part', current.refusedItems);
      }
    },
  };
}
