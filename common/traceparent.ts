import type { RemoteParent } from './tracer';

const sampledFlag = 1;
const shape = /^([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(-.*)?$/;
const noTrace = '0'.repeat(32);
const noSpan = '0'.repeat(16);

/**
 * Reads the header `traceparent`. Undefined when it is malformed, as that of a
 * stranger may be; a version that is yet unknown is read as far as version 00
 * goes, as https://www.w3.org/TR/trace-context/ wants it.
 */
export function parseTraceparent(header: unknown): RemoteParent | undefined {
  if (typeof header !== 'string' || header.length > 512) return undefined;
  const [, version, traceId, spanId, flags, rest] = shape.exec(header) ?? [];
  if (version === undefined || traceId === undefined || spanId === undefined) return undefined;
  if (version === 'ff' || (version === '00' && rest !== undefined)) return undefined;
  if (traceId === noTrace || spanId === noSpan) return undefined;
  return { traceId, spanId, sampled: (Number.parseInt(flags ?? '0', 16) & sampledFlag) !== 0 };
}

/** The header of a request that a span of a trace sends; the ids in lower-case hexadecimal digits. */
export function formatTraceparent({ traceId, spanId, sampled }: RemoteParent): string {
  return `00-${traceId}-${spanId}-${sampled ? '01' : '00'}`;
}
