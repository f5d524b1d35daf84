import type { DropReason } from '../../../common/drops';
import type { Invocation } from '../../../common/invocation';
import type { Recorder } from '../../../common/recorder';
import type { Trace } from '../../../common/trace';
import { TraceBuffer } from '../../../common/trace-buffer';
import type { TraceEnding, Tracer, WorkStart } from '../../../common/tracer';
import { Work } from '../../../common/work';
import { type HeldTrace, holdTrace } from './held-trace';
import { createIds } from './ids';
import { createOpenTraces } from './open-traces';
import { createSampler, type Picked } from './sampler';
import { toTrace } from './to-trace';

export interface TracerOptions {
  /** Spans of one trace; what comes beyond is counted. */
  readonly spanLimit: number;
  /** Spans of all traces that are open. */
  readonly openSpanLimit: number;
  /** Failures kept per name and window. */
  readonly errorLimit: number;
  /** Names that are told apart in one window. */
  readonly nameLimit: number;
  /** Bytes of the traces kept per window. */
  readonly windowBytes: number;
  /** Whether traces say who called. */
  readonly userId: boolean;
}

export interface TracerParts {
  readonly options: TracerOptions;
  /** Monotonic milliseconds. */
  readonly now: () => number;
  /** Epoch milliseconds. */
  readonly wallNow: () => number;
  /** From 0 to 1, 1 excluded. */
  readonly random: () => number;
  /** Fills the bytes it is given at random. */
  readonly fill: (bytes: Uint8Array) => void;
  /** For how long the event loop has waited since it began, in milliseconds. */
  readonly loopIdleMs: () => number;
  readonly drop: (reason: DropReason, count: number) => void;
}

/** The tracer, and what the agent does with it beyond tracing. */
export interface OwnedTracer extends Tracer {
  /** Records how many traces of the window are kept, just before it closes. */
  collect(record: Recorder['record']): void;
  /** The traces that are kept of the window, each made when it is asked for; the next window begins. */
  take(): Generator<Trace, void>;
}

/** Traces kept per name and window because another process asked for it. */
const askedPerName = 3;

/** Open for longer, a trace has to go when there is no room for new ones. */
const oldMs = 60_000;

/**
 * Follows every invocation, and keeps the traces that are worth it: see
 * `createSampler`. Most traces are let go, so that one costs little more than
 * its spans; ids are made, and spans put into their final shape, when the
 * window closes. A trace belongs to the window in which it ends.
 */
export function createTracer(parts: TracerParts): OwnedTracer {
  const { options, loopIdleMs, drop, wallNow, now } = parts;
  const { spanLimit, openSpanLimit } = options;
  const ids = createIds(parts.fill);
  const budget = { left: openSpanLimit };
  const open = createOpenTraces();
  const holding = { wallNow, loopIdleMs };
  const dropOne = () => drop('trace-limit', 1);
  const sampler = createSampler<HeldTrace>({
    limits: {
      names: options.nameLimit,
      errorsPerName: options.errorLimit,
      askedPerName,
      bytes: options.windowBytes,
    },
    random: parts.random,
    dropped: dropOne,
  });

  /** One for all: most are let go, and nothing of it is kept. */
  const candidate = {
    ...{ kind: '', name: '', durationMs: 0 },
    ...{ isError: false, isExpected: false, isAsked: false },
  };

  function beginTrace({ kind, name, at, remote }: WorkStart): Work {
    if (budget.left <= 0) {
      dropOne();
      return new Work(undefined, -1, undefined, at);
    }
    const trace = new TraceBuffer(at, spanLimit, budget, ids.trace);
    if (remote) {
      trace.id = remote.traceId;
      trace.parentSpanId = remote.spanId;
      trace.asked = remote.sampled;
    }
    trace.loopIdleBeforeMs = loopIdleMs();
    open.add(trace);
    return new Work(trace, trace.open(kind, name, -1, at), undefined, at);
  }

  function endTrace(invocation: Invocation, trace: TraceBuffer, ending: TraceEnding): void {
    trace.close(0, ending.at, hasFailed(ending), invocation.work.cpuMs);
    open.remove(trace);
    candidate.kind = invocation.kind;
    candidate.name = invocation.name;
    candidate.durationMs = ending.at - trace.startedAt;
    candidate.isError = ending.outcome === 'error';
    candidate.isExpected = ending.expected === true;
    candidate.isAsked = trace.asked;
    const seat = sampler.offer(candidate);
    if (seat) sampler.keep(seat, holdTrace(invocation, trace, ending, holding));
    trace.end();
  }

  /** Traces of what never ended would take the room of all others in the end. */
  function letGoOfOld(): void {
    if (budget.left > openSpanLimit / 10) return;
    const before = now() - oldMs;
    for (
      let trace = open.oldest();
      trace && trace.startedAt < before && budget.left < openSpanLimit / 4;
      trace = open.oldest()
    ) {
      open.remove(trace);
      trace.end();
      dropOne();
    }
  }

  function* made(picked: readonly Picked<HeldTrace>[]): Generator<Trace, void> {
    for (const { held, kept, keepRate } of picked) {
      yield toTrace(held, kept, keepRate, ids, options);
    }
  }

  return {
    begin(start) {
      const caller = start.parent?.work;
      return caller?.trace?.isOpen ? beginSpan(start, caller, caller.trace) : beginTrace(start);
    },
    end(invocation, ending) {
      const { work } = invocation;
      const { trace } = work;
      if (!trace?.isOpen) return;
      if (work.own === 0) endTrace(invocation, trace, ending);
      else endSpan(invocation, trace, ending);
    },
    collect(record) {
      for (const [kept, value] of Object.entries(sampler.counts())) {
        if (value > 0) record({ kind: 'metric', metric: 'radiant.traces', dims: { kept }, value });
      }
    },
    take() {
      letGoOfOld();
      return made(sampler.take());
    },
  };
}

/** A call by the server's own code is a span of its caller's. */
function beginSpan({ kind, name, at }: WorkStart, caller: Work, trace: TraceBuffer): Work {
  const own = trace.open(kind, name, caller.span, at);
  return new Work(trace, own < 0 ? caller.span : own, undefined, at, own);
}

function endSpan(invocation: Invocation, trace: TraceBuffer, ending: TraceEnding): void {
  const { kind, name, work, parent } = invocation;
  const failed = hasFailed(ending);
  if (work.own >= 0) trace.close(work.own, ending.at, failed, work.cpuMs);
  else trace.add(kind, name, parent?.work.own ?? 0, work.startedAt, ending.at, failed);
}

/** Whoever goes away before the end has not failed. */
function hasFailed({ outcome }: TraceEnding): boolean {
  return outcome !== 'ok' && outcome !== 'aborted';
}
