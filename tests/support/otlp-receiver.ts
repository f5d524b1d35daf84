import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { Root, type Type } from 'protobufjs';
import { httpServer } from './http-server';

export type OtlpSignal = 'metrics' | 'traces' | 'logs';

export interface OtlpRequest {
  readonly signal: OtlpSignal;
  readonly headers: IncomingMessage['headers'];
  readonly bytes: number;
  /** As the official definitions read it, whichever the encoding. */
  // biome-ignore lint/suspicious/noExplicitAny: a message of any of three kinds, as JSON
  readonly message: any;
}

export interface OtlpPoint {
  readonly name: string;
  readonly unit: string;
  readonly kind: 'gauge' | 'sum' | 'histogram' | 'exponentialHistogram';
  readonly temporality: string | undefined;
  readonly attributes: Readonly<Record<string, unknown>>;
  // biome-ignore lint/suspicious/noExplicitAny: a point of any of three kinds, as JSON
  readonly point: any;
}

export interface OtlpReceiver {
  readonly url: string;
  readonly requests: OtlpRequest[];
  /** Answers the next requests; success unless given. */
  answer: (request: OtlpRequest, response: ServerResponse) => void;
  points(name?: string): OtlpPoint[];
  close(): Promise<void>;
}

const services: Readonly<Record<OtlpSignal, string>> = {
  metrics: 'opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest',
  traces: 'opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest',
  logs: 'opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest',
};

let root: Root | undefined;

function typeOf(signal: OtlpSignal): Type {
  root ??= loadDefinitions();
  return root.lookupType(services[signal]);
}

function loadDefinitions(): Root {
  const loaded = new Root();
  loaded.resolvePath = (_from, file) => join(__dirname, 'opentelemetry-proto', file);
  for (const name of ['metrics', 'trace', 'logs']) {
    loaded.loadSync(`opentelemetry/proto/collector/${name}/v1/${name}_service.proto`);
  }
  return loaded;
}

/** Encodes an answer as the official definitions have it. */
export function encodeAnswer(signal: OtlpSignal, answer: object): Uint8Array {
  const type = typeOf(signal).root.lookupType(services[signal].replace(/Request$/, 'Response'));
  return type.encode(type.fromObject(answer)).finish();
}

/** A server that takes OTLP/HTTP, reads it with the official definitions and keeps it. */
export async function startOtlpReceiver(): Promise<OtlpReceiver> {
  const requests: OtlpRequest[] = [];
  const server = await httpServer((request, response) => {
    take(request, response).catch((error: unknown) => {
      response.writeHead(400).end(String(error));
    });
  });

  async function take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    const signal = /\/v1\/(metrics|traces|logs)$/.exec(request.url ?? '')?.[1] as OtlpSignal;
    const sent = Buffer.concat(parts);
    const body = request.headers['content-encoding'] === 'gzip' ? gunzipSync(sent) : sent;
    const isJson = request.headers['content-type'] === 'application/json';
    const message = isJson ? fromJson(signal, body.toString()) : fromProtobuf(signal, body);
    const { headers } = request;
    const one: OtlpRequest = { signal, headers, bytes: sent.length, message };
    requests.push(one);
    receiver.answer(one, response);
  }

  const receiver: OtlpReceiver = {
    url: server.url,
    requests,
    answer: (_request, response) => response.writeHead(200).end(),
    points: (name) =>
      requests
        .filter(({ signal }) => signal === 'metrics')
        .flatMap(({ message }) => pointsIn(message))
        .filter((point) => name === undefined || point.name === name),
    close: server.close,
  };
  return receiver;
}

const asJson = { longs: Number, enums: String, bytes: String, defaults: false } as const;

function fromProtobuf(signal: OtlpSignal, bytes: Buffer) {
  const type = typeOf(signal);
  return type.toObject(type.decode(bytes), asJson);
}

/** By way of the definitions: a field that they do not know is an error. */
function fromJson(signal: OtlpSignal, text: string) {
  const type = typeOf(signal);
  const given = hexToBase64(JSON.parse(text));
  const message = type.fromObject(given);
  refuseUnknown(given, type.toObject(message, { defaults: true }), signal);
  return type.toObject(type.decode(type.encode(message).finish()), asJson);
}

/** JSON of OTLP has ids in hexadecimal, where JSON of protocol buffers has base64. */
function hexToBase64(value: unknown): never {
  if (Array.isArray(value)) return value.map(hexToBase64) as never;
  if (typeof value !== 'object' || value === null) return value as never;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [
      key,
      /^(trace|span|parentSpan)Id$/.test(key)
        ? Buffer.from(String(inner), 'hex').toString('base64')
        : hexToBase64(inner),
    ]),
  ) as never;
}

function refuseUnknown(given: unknown, known: unknown, path: string): void {
  if (typeof given !== 'object' || given === null) return;
  for (const [key, inner] of Object.entries(given)) {
    const there = (known as Record<string, unknown> | undefined)?.[key];
    if (there === undefined) throw new Error(`${path}.${key} is not in the definitions`);
    refuseUnknown(inner, there, `${path}.${key}`);
  }
}

// biome-ignore lint/suspicious/noExplicitAny: as above
function pointsIn(message: any): OtlpPoint[] {
  // biome-ignore lint/suspicious/noExplicitAny: as above
  const metrics: any[] = message.resourceMetrics.flatMap(({ scopeMetrics }: any) =>
    // biome-ignore lint/suspicious/noExplicitAny: as above
    scopeMetrics.flatMap((scope: any) => scope.metrics),
  );
  return metrics.flatMap(({ name, unit, description: _description, ...data }) => {
    const [kind] = Object.keys(data) as OtlpPoint['kind'][];
    const { dataPoints, aggregationTemporality: temporality } = data[kind ?? ''];
    return dataPoints.map((point: { attributes?: never }) => {
      return { name, unit, kind, temporality, attributes: attributesIn(point.attributes), point };
    });
  });
}

/** Keys and values as an object. */
export function attributesIn(
  list: ReadonlyArray<{ key: string; value: object }> = [],
): Record<string, unknown> {
  return Object.fromEntries(list.map(({ key, value }) => [key, Object.values(value)[0]]));
}
