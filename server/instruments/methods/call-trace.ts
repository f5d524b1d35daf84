import type { Tracer } from '../../../common/tracer';
import type { MethodCall } from './method-call';

/** Turns what is known of a call's arguments into what its trace may say of them. */
export type ArgsOfCall = (name: string, args: unknown) => unknown;

/** The spans of a call: its time in the queue, its handler, its write fence. */
export interface CallTrace {
  dequeued(call: MethodCall): void;
  handlerStarted(call: MethodCall, at: number): void;
  handlerSettled(call: MethodCall, at: number, failed: boolean): void;
  fenceFired(call: MethodCall, at: number): void;
  /** The call is over: to a client, both its result and `updated` are sent. */
  ended(call: MethodCall, at: number): void;
}

/** A call by the server has no parts: its own span is that of its handler. */
export function traceCalls(traces: Tracer, argsOf: ArgsOfCall | undefined): CallTrace {
  return {
    dequeued({ work, receivedAt, dequeuedAt }) {
      work.add('queue', 'queue', receivedAt, dequeuedAt);
    },
    handlerStarted(call, at) {
      if (!call.client) return;
      const { work } = call;
      call.runSpan = work.trace?.open('run', 'run', work.own, at) ?? -1;
      if (call.runSpan >= 0) work.span = call.runSpan;
    },
    handlerSettled({ work, runSpan }, at, failed) {
      if (runSpan < 0) return;
      work.trace?.close(runSpan, at, failed);
      work.span = work.own;
    },
    fenceFired({ work, settledAt }, at) {
      if (settledAt !== undefined)
        work.trace?.add('fence', 'fence', work.own, settledAt, at, false);
    },
    ended(call, at) {
      const { name, outcome, isExpected: expected, client } = call;
      if (!client) {
        traces.end(call, { at, outcome, expected });
        return;
      }
      const { session, messageId, params, userId, arrival } = client;
      const ddp = `${session.id}::${messageId}`;
      const args = argsOf && (() => argsOf(name, params));
      traces.end(call, { at, outcome, expected, ddp, userId, args, arrival });
    },
  };
}
