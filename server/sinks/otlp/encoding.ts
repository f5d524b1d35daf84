import {
  dataFields,
  dataTail,
  metricHead,
  resource as resourceType,
  scope as scopeType,
} from './messages';
import { concat, delimited, encode, type Message, type MessageType } from './protobuf';

export type Signal = 'metrics' | 'traces' | 'logs';

/** Kinds of data a metric can have. */
export type DataKind = keyof typeof dataFields;

/** What a metric is, beside its points. */
export interface MetricHead {
  readonly name: string;
  readonly description: string;
  readonly unit: string;
  readonly kind: DataKind;
  /** `aggregationTemporality` and `isMonotonic`, where the kind has them. */
  readonly tail: Message;
}

/**
 * One of the two encodings of OTLP. Items are encoded one by one, so that the
 * event loop can have its turn between them, and put together at the end.
 */
export interface Encoding<Piece> {
  readonly contentType: string;
  item(type: MessageType, message: Message): Piece;
  metric(head: MetricHead, points: readonly Piece[]): Piece;
  request(signal: Signal, from: Sender, items: readonly Piece[]): Uint8Array;
}

export interface Sender {
  /** As OTLP wants them: a list of keys and values. */
  readonly attributes: readonly Message[];
  readonly scope: Message;
}

export const protobufEncoding: Encoding<Uint8Array> = {
  contentType: 'application/x-protobuf',
  item: encode,
  metric({ kind, tail, ...head }, points) {
    const data = [...points.map((point) => delimited(1, point)), encode(dataTail, tail)];
    return concat([encode(metricHead, head), delimited(dataFields[kind], concat(data))]);
  },
  request(_signal, { attributes, scope }, items) {
    const ofScope = [
      delimited(1, encode(scopeType, scope)),
      ...items.map((one) => delimited(2, one)),
    ];
    const ofResource = [
      delimited(1, encode(resourceType, { attributes })),
      delimited(2, concat(ofScope)),
    ];
    return delimited(1, concat(ofResource));
  },
};

const fields = {
  metrics: ['resourceMetrics', 'scopeMetrics', 'metrics'],
  traces: ['resourceSpans', 'scopeSpans', 'spans'],
  logs: ['resourceLogs', 'scopeLogs', 'logRecords'],
} as const;

export const jsonEncoding: Encoding<string> = {
  contentType: 'application/json',
  item: (_type, message) => JSON.stringify(message),
  metric({ kind, tail, ...head }, points) {
    const opened = JSON.stringify(head).slice(0, -1);
    const rest = JSON.stringify(tail).slice(1);
    const data = `"dataPoints":[${points.join(',')}]${rest === '}' ? '' : ','}${rest}`;
    return `${opened},"${kind}":{${data}}`;
  },
  request(signal, { attributes, scope }, items) {
    const [ofResource, ofScope, list] = fields[signal];
    return Buffer.from(
      `{"${ofResource}":[{"resource":${JSON.stringify({ attributes })},` +
        `"${ofScope}":[{"scope":${JSON.stringify(scope)},"${list}":[${items.join(',')}]}]}]}`,
    );
  },
};
