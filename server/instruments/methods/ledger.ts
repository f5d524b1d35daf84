import type { DdpMessage, DdpSession, DdpWire } from '../../../common/ddp';
import { isExpectedError } from '../../../common/expected-error';
import type { Recorder } from '../../../common/recorder';
import type { MethodOutcome } from '../../../common/sample';
import { giveUpTurn } from '../../../common/turn';
import { type Undo, undoable } from '../../../common/undo';
import type { CallTrace } from './call-trace';
import { createInFlight } from './in-flight';
import { MethodCall, outcomeOf } from './method-call';
import { OpenCalls } from './open-calls';

/** Follows calls from their start until `result` and `updated` have been sent, and records them. */
export interface MethodLedger {
  /** A call has left the queue of its session. */
  beginClientCall(call: MethodCall, session: DdpSession): void;
  beginServerCall(call: MethodCall): void;
  /** The handler has settled; with what, when it failed. */
  settled(call: MethodCall, at: number, failed: boolean, error: unknown): void;
  /** The server called a method that does not exist. */
  notFound(call: MethodCall): void;
  undo: Undo;
}

export function createMethodLedger(
  wire: DdpWire,
  recorder: Recorder,
  parts: CallTrace,
): MethodLedger {
  const { context, now } = recorder;
  const inFlight = createInFlight(recorder);
  /** Calls by message id until both messages are out; goes with the session. */
  const open = new WeakMap<DdpSession, OpenCalls>();

  function record(call: MethodCall, endedAt: number, outcome: MethodOutcome, bytes: number): void {
    if (call.ended) return; // a resumed session sends what it had queued a second time
    call.ended = true;
    call.outcome = outcome;
    if (call.flights) inFlight.remove(call.flights);
    const { name, origin, startedAt, unblocked, work } = call;
    const isClient = origin === 'client';
    recorder.record({
      kind: 'method',
      name,
      origin,
      outcome,
      durationMs: endedAt - call.receivedAt,
      queueMs: isClient ? call.dequeuedAt - call.receivedAt : undefined,
      runMs: startedAt === undefined ? undefined : (call.settledAt ?? endedAt) - startedAt,
      resultBytes: isClient && bytes > 0 ? bytes : undefined,
      unblocked,
      cpuMs: work.cpuMs,
      dbMs: work.busyMs('db', endedAt),
      httpMs: work.busyMs('http', endedAt),
      emailMs: work.busyMs('email', endedAt),
    });
  }

  function resultSent(session: DdpSession, message: DdpMessage, bytes: number): void {
    const calls = open.get(session);
    const current = context.current();
    const isCurrent = current instanceof MethodCall && current.client?.messageId === message.id;
    const call = isCurrent ? current : calls?.get(message.id);
    if (!call) return;
    giveUpTurn(call.client?.arrival, call); // it has not done so itself where its handler never ran
    const at = now();
    record(call, at, outcomeOf(call, message.error), bytes);
    endIfDone(calls, call, at);
  }

  function updatedSent(session: DdpSession, ids: unknown): void {
    const calls = open.get(session);
    if (!calls || !Array.isArray(ids)) return;
    for (const id of ids) {
      const call = calls.get(id);
      if (call && call.updatedAt === undefined) fenceFired(calls, call);
    }
  }

  function fenceFired(calls: OpenCalls, call: MethodCall): void {
    const at = now();
    call.updatedAt = at;
    if (call.settledAt !== undefined) {
      const fenceMs = at - call.settledAt;
      recorder.record({ kind: 'method.fence', name: call.name, origin: call.origin, fenceMs });
    }
    endIfDone(calls, call, at);
  }

  function endIfDone(calls: OpenCalls | undefined, call: MethodCall, at: number): void {
    const { ended, updatedAt, client } = call;
    if (!ended || updatedAt === undefined || !client) return;
    parts.ended(call, at);
    calls?.remove(client.messageId, call);
  }

  /** A client has used an id twice: `updated` can no longer be told to be this call's. */
  function giveUpOn(calls: OpenCalls, call: MethodCall): void {
    call.updatedAt = now();
    endIfDone(undefined, call, call.updatedAt);
    if (call.client) calls.remove(call.client.messageId, call);
  }

  function tellError(call: MethodCall, error: unknown): void {
    call.isExpected = isExpectedError(error);
    recorder.error({ source: 'method', name: call.name, error, invocation: call });
  }

  function endServerCall(call: MethodCall, at: number, outcome: MethodOutcome): void {
    if (call.ended) return;
    record(call, at, outcome, 0);
    parts.ended(call, at);
  }

  return {
    beginClientCall(call, session) {
      call.flights = inFlight.add(call.name, call.origin);
      if (!call.client) return;
      const { messageId } = call.client;
      let calls = open.get(session);
      if (!calls) {
        calls = new OpenCalls();
        open.set(session, calls);
      }
      const namesake = calls.get(messageId);
      if (namesake) giveUpOn(calls, namesake);
      calls.add(messageId, call);
    },
    beginServerCall(call) {
      call.flights = inFlight.add(call.name, call.origin);
    },
    settled(call, at, failed, error) {
      call.settledAt = at;
      parts.handlerSettled(call, at, failed);
      if (failed) tellError(call, error);
      if (!call.client) endServerCall(call, at, failed ? 'error' : 'ok');
    },
    notFound(call) {
      endServerCall(call, now(), 'unknown');
    },
    undo: undoable((defer) => {
      defer(inFlight.undo);
      defer(wire.onSent('result', resultSent));
      defer(wire.onSent('updated', (session, message) => updatedSent(session, message.methods)));
    }),
  };
}
