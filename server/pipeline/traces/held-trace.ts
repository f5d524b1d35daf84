import type { Invocation } from '../../../common/invocation';
import { traceBytes } from '../../../common/record-bytes';
import type { LiveSpan, TraceBuffer } from '../../../common/trace-buffer';
import type { TraceEnding } from '../../../common/tracer';

/** A trace that is over and may be kept: still as it was recorded, for most lose their place to others. */
export interface HeldTrace {
  readonly invocation: Pick<Invocation, 'kind' | 'name'>;
  readonly trace: TraceBuffer;
  readonly spans: readonly LiveSpan[];
  /** Epoch milliseconds of its start. */
  readonly at: number;
  readonly durationMs: number;
  readonly loopBusyMs: number;
  readonly ending: Pick<TraceEnding, 'at' | 'outcome' | 'ddp' | 'userId' | 'arrival'>;
  readonly args: unknown;
  /** Memory it needs, about. */
  readonly bytes: number;
}

interface Holding {
  readonly wallNow: () => number;
  readonly loopBusyMs: () => number;
  /** Whether the app wants to see who called. */
  readonly userId: boolean;
}

/** Takes the spans out of a trace that has just ended. What the app handed over is let go of. */
export function holdTrace(
  { kind, name }: Invocation,
  trace: TraceBuffer,
  ending: TraceEnding,
  { wallNow, loopBusyMs, userId }: Holding,
): HeldTrace {
  const { at, outcome, ddp, arrival } = ending;
  const durationMs = at - trace.startedAt;
  const spans = trace.end();
  const args = argsOf(ending);
  return {
    invocation: { kind, name },
    trace,
    spans,
    at: wallNow() - durationMs,
    durationMs,
    loopBusyMs: Math.min(Math.max(loopBusyMs() - trace.loopBusyBeforeMs, 0), durationMs),
    ending: { at, outcome, ddp, arrival, userId: userId ? ending.userId : undefined },
    args,
    bytes: traceBytes({ spans, args }),
  };
}

function argsOf({ args }: TraceEnding): unknown {
  try {
    return args?.();
  } catch {
    return undefined;
  }
}
