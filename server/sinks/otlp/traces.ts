import type { Sliced } from '../../../common/in-slices';
import type { Span, SpanKind, Trace } from '../../../common/trace';
import { keyValues, nanos } from './attributes';
import type { Encoding } from './encoding';
import { span as spanType } from './messages';
import type { Message } from './protobuf';

/** The spans of traces, encoded, in parts. */
export function* encodeTraces<Piece>(
  traces: readonly Trace[],
  encoding: Encoding<Piece>,
): Sliced<readonly Piece[]> {
  const encoded: Piece[] = [];
  for (const trace of traces) {
    for (const [at, span] of trace.spans.entries()) {
      encoded.push(encoding.item(spanType, messageOf(trace, span, at === 0)));
      yield;
    }
  }
  return encoded;
}

const internal = 1;
const server = 2;
const client = 3;
const isError = 2;

const clientKinds: ReadonlySet<SpanKind> = new Set<SpanKind>(['db', 'http.client', 'email']);

function messageOf(trace: Trace, span: Span, isRoot: boolean): Message {
  const startMs = trace.at + span.startMs;
  return {
    traceId: trace.traceId,
    spanId: span.id,
    parentSpanId: span.parentId,
    name: nameOf(span),
    kind: kindOf(span, isRoot),
    startTimeUnixNano: nanos(startMs),
    endTimeUnixNano: nanos(startMs + span.durationMs),
    attributes: keyValues({ ...attributesOf(span), ...(isRoot ? ofRoot(trace) : {}) }),
    ...(span.failed ? { status: { code: isError } } : {}),
  };
}

function kindOf({ kind }: Span, isRoot: boolean): number {
  if (clientKinds.has(kind)) return client;
  return isRoot && kind !== 'job' ? server : internal;
}

function nameOf({ kind, name, attributes }: Span): string {
  const collection = attributes?.collection;
  if (kind === 'db' && typeof collection === 'string') return `${name} ${collection}`;
  return name || kind;
}

function attributesOf(span: Span) {
  const { kind, name, onCpuMs, unfinished, attributes = {} } = span;
  const own = Object.fromEntries(
    Object.entries(attributes).map(([key, value]) => [attributeName(key), value]),
  );
  return {
    ...own,
    'meteor.span.kind': kind,
    ...(kind === 'db' ? { 'db.system.name': 'mongodb', 'db.operation.name': name } : {}),
    ...(kind === 'method' ? { 'rpc.system.name': 'ddp', 'rpc.method': name } : {}),
    ...(kind === 'publication' ? { 'meteor.publication.name': name } : {}),
    ...(kind === 'job' ? { 'meteor.job.name': name } : {}),
    ...(onCpuMs === undefined ? {} : { 'meteor.cpu.time': onCpuMs / 1000 }),
    ...(unfinished ? { 'meteor.span.unfinished': true } : {}),
  };
}

/** Attributes of ours are short inside Radiant. Those with a dot have a name of their own already. */
function attributeName(key: string): string {
  if (key === 'collection') return 'db.collection.name';
  return key.includes('.') ? key : `meteor.${key}`;
}

/** How the trace was chosen, and what held it up. */
function ofRoot({ outcome, kept, keepRate, ddp, userId, around }: Trace) {
  return {
    'meteor.trace.outcome': outcome,
    'meteor.trace.kept': kept,
    'meteor.trace.keep_rate': keepRate,
    'meteor.ddp.message': ddp,
    'enduser.id': userId,
    'meteor.blocked_by': around.blockedBy?.name,
    'meteor.queued_before': around.queuedBefore,
    ...(outcome === 'ok' ? {} : { 'error.type': outcome }),
  };
}
