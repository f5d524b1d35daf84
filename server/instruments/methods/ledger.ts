import type { DdpMessage, DdpSession, DdpWire } from '../../../common/ddp';
import type { Recorder } from '../../../common/recorder';
import type { MethodOutcome } from '../../../common/sample';
import { type Undo, undoable } from '../../../common/undo';
import { createInFlight } from './in-flight';
import { MethodCall, outcomeOf } from './method-call';

/** Follows calls from their start until `result` and `updated` have been sent, and records them. */
export interface MethodLedger {
  /** A call has left the queue of its session. */
  beginClientCall(call: MethodCall, session: DdpSession): void;
  beginServerCall(call: MethodCall): void;
  /** The handler has settled. */
  settled(call: MethodCall, failed: boolean): void;
  /** The server called a method that does not exist. */
  notFound(call: MethodCall): void;
  undo: Undo;
}

export function createMethodLedger(wire: DdpWire, recorder: Recorder): MethodLedger {
  const { context, now } = recorder;
  const inFlight = createInFlight(recorder);
  /** Calls by message id until both messages are out; goes with the session. */
  const open = new WeakMap<DdpSession, Map<string, MethodCall>>();

  function record(call: MethodCall, endedAt: number, outcome: MethodOutcome, bytes: number): void {
    if (call.ended) return; // a resumed session sends what it had queued a second time
    call.ended = true;
    inFlight.remove(call.name, call.origin);
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
    const isCurrent = current instanceof MethodCall && current.messageId === message.id;
    const call = isCurrent ? current : calls?.get(message.id as string);
    if (!call) return;
    record(call, now(), outcomeOf(call, message.error), bytes);
    forgetIfDone(calls, call);
  }

  function updatedSent(session: DdpSession, ids: unknown): void {
    const calls = open.get(session);
    if (!calls || !Array.isArray(ids)) return;
    for (const id of ids) {
      const call = calls.get(id);
      if (call && !call.updatedSent) fenceFired(calls, call);
    }
  }

  function fenceFired(calls: Map<string, MethodCall>, call: MethodCall): void {
    call.updatedSent = true;
    if (call.settledAt !== undefined) {
      const fenceMs = now() - call.settledAt;
      recorder.record({ kind: 'method.fence', name: call.name, origin: call.origin, fenceMs });
    }
    forgetIfDone(calls, call);
  }

  return {
    beginClientCall(call, session) {
      inFlight.add(call.name, call.origin);
      if (call.messageId === undefined) return;
      const calls = open.get(session);
      if (calls) calls.set(call.messageId, call);
      else open.set(session, new Map([[call.messageId, call]]));
    },
    beginServerCall(call) {
      inFlight.add(call.name, call.origin);
    },
    settled(call, failed) {
      call.settledAt = now();
      if (call.origin === 'server') record(call, call.settledAt, failed ? 'error' : 'ok', 0);
    },
    notFound(call) {
      record(call, now(), 'unknown', 0);
    },
    undo: undoable((defer) => {
      defer(inFlight.undo);
      defer(wire.onSent('result', resultSent));
      defer(wire.onSent('updated', (session, message) => updatedSent(session, message.methods)));
    }),
  };
}

function forgetIfDone(calls: Map<string, MethodCall> | undefined, call: MethodCall): void {
  const { messageId, ended, updatedSent } = call;
  if (!ended || !updatedSent || messageId === undefined) return;
  if (calls?.get(messageId) === call) calls.delete(messageId); // a client may have used the id twice
}
