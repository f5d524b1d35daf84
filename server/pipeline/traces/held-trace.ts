import type { Invocation } from '../../../common/invocation';
import { traceBytes } from '../../../common/record-bytes';
import type { TraceOutcome } from '../../../common/trace';
import type { LiveSpan, TraceBuffer } from '../../../common/trace-buffer';
import type { TraceDetails, TraceEnding, TracePart } from '../../../common/tracer';

/** A trace that is over and may be kept: still as it was recorded, for most lose their place to others. */
export interface HeldTrace {
  readonly invocation: Pick<Invocation, 'kind' | 'name'>;
  readonly trace: TraceBuffer;
  readonly spans: readonly LiveSpan[];
  /** Epoch milliseconds of its start. */
  readonly at: number;
  /** Of `Recorder.now()`. */
  readonly endedAt: number;
  readonly outcome: TraceOutcome;
  readonly loopBusyMs: number;
  readonly details: TraceDetails;
  /** Memory it needs, about. */
  readonly bytes: number;
}

interface Holding {
  readonly wallNow: () => number;
  readonly loopIdleMs: () => number;
}

/** Takes the spans out of a trace that has just ended. What the app handed over is let go of. */
export function holdTrace(
  { kind, name }: Invocation,
  trace: TraceBuffer,
  ending: TraceEnding,
  { wallNow, loopIdleMs }: Holding,
): HeldTrace {
  const durationMs = ending.at - trace.startedAt;
  const details = detailsOf(ending);
  const { args, parts = [] } = details;
  const spans = [...trace.end(), ...parts.map(spanOfPart)];
  return {
    invocation: { kind, name },
    trace,
    spans,
    at: wallNow() - durationMs,
    endedAt: ending.at,
    outcome: ending.outcome,
    loopBusyMs: Math.max(durationMs - (loopIdleMs() - trace.loopIdleBeforeMs), 0),
    details,
    bytes: traceBytes({ spans, args }),
  };
}

function detailsOf({ details }: TraceEnding): TraceDetails {
  try {
    return details?.() ?? {};
  } catch {
    return {};
  }
}

function spanOfPart({ kind, from, to }: TracePart): LiveSpan {
  return {
    kind,
    name: kind,
    parent: 0,
    startedAt: from,
    endedAt: to,
    failed: false,
    onCpuMs: undefined,
    attributes: undefined,
    id: undefined,
  };
}
