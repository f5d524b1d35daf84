import { randomBytes } from 'node:crypto';
import { OTHER } from '../../../common/metrics';
import { ownInvocation } from '../../../common/own-invocation';
import type { Recorder } from '../../../common/recorder';
import type { SpanAttributes } from '../../../common/trace';
import { formatTraceparent } from '../../../common/traceparent';
import type { Undo } from '../../../common/undo';
import type { Work } from '../../../common/work';
import type { BegunRequest, Outgoing, OutgoingRequests } from './outgoing';

export interface OutgoingLedger extends OutgoingRequests {
  /** Records nothing more; what is still under way is counted as lost. */
  undo: Undo;
}

/** Books each request to the invocation that was current when it started. */
export function createOutgoingLedger(
  recorder: Recorder,
  propagateTo: readonly string[],
): OutgoingLedger {
  const { context, now } = recorder;
  const requests = new WeakMap<object, Outgoing>();
  const trusted = new Set(propagateTo);
  let open = 0;
  let isActive = true;

  /** Tells the other side of the trace; returns what it was told the span is called. */
  function propagate(work: Work | undefined, { host, setTraceparent }: BegunRequest) {
    const trace = work?.trace;
    if (!trace || !setTraceparent || trusted.size === 0) return undefined;
    if (!trusted.has(host) && !trusted.has(host.replace(/:\d+$/, ''))) return undefined;
    const spanId = randomBytes(8).toString('hex');
    // What is kept is decided at the end, so the other side is told that it may be.
    setTraceparent(formatTraceparent({ traceId: trace.id, spanId, sampled: true }));
    return spanId;
  }

  return {
    has: (request) => requests.has(request),
    begin(request, seen) {
      const invocation = context.current();
      if (!isActive || invocation === ownInvocation) return;
      const startedAt = now();
      const { host } = seen;
      const method = methods.has(seen.method) ? seen.method : OTHER;
      const spanId = propagate(invocation?.work, seen);
      const status = undefined;
      requests.set(request, { method, host, startedAt, invocation, spanId, status });
      invocation?.work.begin('http', startedAt);
      open++;
    },
    answered(request, status) {
      const outgoing = requests.get(request);
      if (outgoing) outgoing.status = status;
    },
    end(request, failed) {
      const outgoing = requests.get(request);
      if (!outgoing || !isActive) return;
      requests.delete(request);
      open--;
      const at = now();
      const { method, host, startedAt, invocation, spanId, status } = outgoing;
      const told = status === undefined ? 'error' : String(status);
      const durationMs = at - startedAt;
      recorder.record({ kind: 'http.client', method, host, status: told, durationMs });
      invocation?.work.done('http', `${method} ${host}`, startedAt, at, {
        failed: failed || status === undefined || status >= 500,
        attributes: attributesOf(told),
        spanId,
      });
    },
    undo() {
      isActive = false;
      recorder.drop('unfinished', open);
    },
  };
}

const methods = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);

/** One object for each status, of which there are few. */
const attributes = new Map<string, SpanAttributes>();

function attributesOf(status: string): SpanAttributes {
  let known = attributes.get(status);
  if (!known) {
    known = { status };
    attributes.set(status, known);
  }
  return known;
}
