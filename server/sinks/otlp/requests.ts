import type { Batch } from '../../../common/batch';
import { inSlices, type Sliced } from '../../../common/in-slices';
import { resourceAttributes } from './attributes';
import { type Encoding, jsonEncoding, protobufEncoding, type Signal } from './encoding';
import { encodeLogs } from './logs';
import { encodeMetrics, type MetricsOptions } from './metrics';
import { encodeTraces } from './traces';

export interface RequestsOptions extends MetricsOptions {
  readonly protocol: 'http/protobuf' | 'http/json';
  readonly signals: Readonly<Record<Signal, boolean>>;
  /** Of Radiant. */
  readonly version: string;
}

export interface EncodedRequest {
  readonly signal: Signal;
  readonly contentType: string;
  readonly body: Uint8Array;
}

/** The requests that one batch makes, at most one of each signal. It must be called once for each batch. */
export function encodeRequests(
  batch: Batch,
  options: RequestsOptions,
): Promise<readonly EncodedRequest[]> {
  return options.protocol === 'http/json'
    ? inSlices(encodeAll(batch, options, jsonEncoding))
    : inSlices(encodeAll(batch, options, protobufEncoding));
}

function* encodeAll<Piece>(
  batch: Batch,
  options: RequestsOptions,
  encoding: Encoding<Piece>,
): Sliced<readonly EncodedRequest[]> {
  const { signals, version } = options;
  const sender = {
    attributes: resourceAttributes(batch.resource),
    scope: { name: 'radiant:agent', version },
  };
  const requests: EncodedRequest[] = [];
  const add = (signal: Signal, items: readonly Piece[]) => {
    if (items.length === 0) return;
    const body = encoding.request(signal, sender, items);
    requests.push({ signal, contentType: encoding.contentType, body });
  };
  if (signals.metrics) add('metrics', yield* encodeMetrics(batch, options, encoding));
  if (signals.traces) add('traces', yield* encodeTraces(batch.traces ?? [], encoding));
  if (signals.logs) add('logs', yield* encodeLogs(batch, encoding));
  return requests;
}
