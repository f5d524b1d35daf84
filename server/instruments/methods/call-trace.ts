import type { TraceDetails, TracePart, Tracer } from '../../../common/tracer';
import type { ClientSide, MethodCall } from './method-call';

/** Turns what is known of a call's arguments into what its trace may say of them. */
export type ArgsOfCall = (name: string, args: unknown) => unknown;

/** The spans of a call: its time in the queue, its handler, its write fence. */
export interface CallTrace {
  handlerStarted(call: MethodCall, at: number): void;
  handlerSettled(call: MethodCall, at: number, failed: boolean): void;
  /** The call is over: to a client, both its result and `updated` are sent. */
  ended(call: MethodCall, at: number): void;
}

/** A call by the server has no parts: its own span is that of its handler. */
export function traceCalls(traces: Tracer, argsOf: ArgsOfCall | undefined): CallTrace {
  return {
    handlerStarted(call, at) {
      const { work } = call;
      if (!call.client || !work.trace) return;
      call.runSpan = work.trace.open('run', 'run', work.own, at);
      if (call.runSpan >= 0) work.span = call.runSpan;
    },
    handlerSettled({ work, runSpan }, at, failed) {
      if (runSpan < 0) return;
      work.trace?.close(runSpan, at, failed);
      work.span = work.own;
    },
    ended(call, at) {
      if (!call.work.trace?.isOpen) return;
      const { outcome, isExpected: expected, client } = call;
      const details = client && (() => detailsOf(call, client, argsOf));
      traces.end(call, { at, outcome, expected, details });
    },
  };
}

function detailsOf(
  call: MethodCall,
  { session, messageId, params, userId, arrival }: ClientSide,
  argsOf: ArgsOfCall | undefined,
): TraceDetails {
  const ddp = `${session.id}::${messageId}`;
  return { ddp, userId, args: argsOf?.(call.name, params), arrival, parts: partsOf(call) };
}

function partsOf({ receivedAt, dequeuedAt, settledAt, updatedAt }: MethodCall): TracePart[] {
  const queue: TracePart = { kind: 'queue', from: receivedAt, to: dequeuedAt };
  if (settledAt === undefined || updatedAt === undefined) return [queue];
  return [queue, { kind: 'fence', from: settledAt, to: updatedAt }];
}
