import type { AnalyticsEvent } from './analytics/event';
import type { ErrorEntry } from './error-entry';
import type { LogEntry } from './log-entry';
import type { Span, Trace } from './trace';

const perTrace = 500;
const perSpan = 190;
const perError = 320;
const perLog = 130;
const perText = 16;
const perValue = 24;
const deepest = 8;
const perObject = 32;
const perSlot = 8;
const deepestJson = 128;

/** How much memory a trace holds, about. Names and attributes are mostly shared, and count for little. */
export function traceBytes({ spans, beyond, args }: Weighed): number {
  let bytes = perTrace;
  for (const span of spans) bytes += spanBytes(span);
  for (const _kind in beyond) bytes += 4 * perValue;
  return bytes + valueBytes(args, deepest);
}

/** What of a trace weighs, be it kept or still open. */
interface Weighed extends Pick<Trace, 'beyond' | 'args'> {
  readonly spans: ReadonlyArray<{ readonly attributes?: Span['attributes'] | undefined }>;
}

function spanBytes({ attributes }: Weighed['spans'][number]): number {
  return attributes ? perSpan + perValue : perSpan;
}

/** The same of an error, its stack included. */
export function errorBytes({ message, frame, sample }: ErrorEntry): number {
  const causes = sample.causes ?? [];
  return (
    perError +
    textBytes(message) +
    textBytes(frame) +
    textBytes(sample.message) +
    textBytes(sample.stack ?? '') +
    causes.reduce((sum, cause) => sum + textBytes(cause), 0)
  );
}

/** The same of a line. */
export function logBytes({ message }: LogEntry): number {
  return perLog + textBytes(message);
}

const weights = new WeakMap<AnalyticsEvent, number>();

/**
 * The same of an event, which never changes: it is asked for where an event
 * comes, and for every batch that it is in.
 */
export function eventBytes(event: AnalyticsEvent): number {
  const known = weights.get(event);
  if (known !== undefined) return known;
  const bytes = Math.ceil(jsonBytes(event, deepestJson));
  weights.set(event, bytes);
  return bytes;
}

/** Objects that came as JSON share their shapes. Names are taken for free, which keeps this cheap. */
function jsonBytes(value: unknown, depth: number): number {
  if (typeof value === 'string') return perText + 1.1 * value.length;
  if (typeof value !== 'object' || value === null || depth === 0) return perSlot;
  const object = value as Readonly<Record<string, unknown>>;
  let bytes = perObject;
  for (const name in object) bytes += perSlot + jsonBytes(object[name], depth - 1);
  return bytes;
}

/** A character takes one byte where all of a text are below 256, else two; most text is of the first sort. */
function textBytes(text: string): number {
  return perText + 1.25 * text.length;
}

function valueBytes(value: unknown, depth: number): number {
  if (value === undefined) return 0;
  if (typeof value === 'string') return textBytes(value);
  if (typeof value !== 'object' || value === null || depth === 0) return perValue;
  let bytes = perValue;
  for (const inner of Object.values(value)) bytes += perValue + valueBytes(inner, depth - 1);
  return bytes;
}
