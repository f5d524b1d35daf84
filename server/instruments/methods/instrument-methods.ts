import type { DdpMessage, DdpSession, DdpWire } from '../../../common/ddp';
import { OTHER } from '../../../common/metrics';
import { patchMethod } from '../../../common/patch-method';
import type { Recorder } from '../../../common/recorder';
import { type Undo, undoable } from '../../../common/undo';
import { hookHandlers, type MethodHandlers } from './handlers';
import { createMethodLedger } from './ledger';
import { MethodCall } from './method-call';

/** The part of Meteor this instrument touches. */
export interface MethodTarget {
  /** `Meteor.server`. */
  readonly server: {
    readonly method_handlers: MethodHandlers;
    applyAsync(...args: never[]): Promise<unknown>;
  };
  /** `Session.prototype`. */
  readonly session: Pick<DdpSession, 'protocol_handlers'>;
  /** A session of Radiant's own, which is not observed. */
  readonly probe?: DdpSession | undefined;
}

/**
 * Records every method call, by clients and by the server, of methods defined
 * before and after. How a method was registered does not matter: its handler
 * is hooked when it is first called.
 */
export function instrumentMethods(target: MethodTarget, wire: DdpWire, recorder: Recorder): Undo {
  const { server, session, probe } = target;
  const { context, now, traces } = recorder;

  return undoable((defer) => {
    const ledger = createMethodLedger(wire, recorder);
    defer(ledger.undo);
    const handlers = hookHandlers(server.method_handlers, ledger, recorder);
    defer(handlers.undo);

    function clientCall(message: DdpMessage): MethodCall | undefined {
      const { method, id } = message;
      if (typeof method !== 'string' || typeof id !== 'string') return undefined; // Meteor refuses it
      const known = handlers.isKnown(method);
      if (known) handlers.ensure(method);
      const dequeuedAt = now();
      const receivedAt = wire.receivedAt(message) ?? dequeuedAt;
      const name = known ? method : OTHER;
      const work = traces.begin({ kind: 'method', name, at: receivedAt });
      return new MethodCall(name, 'client', known, id, receivedAt, dequeuedAt, undefined, work);
    }

    defer(
      patchMethod(session.protocol_handlers, 'method', (handle) => {
        return function (this: DdpSession, message: DdpMessage, unblock: () => void) {
          const call = this === probe ? undefined : clientCall(message);
          // biome-ignore lint/complexity/noArguments: passing `arguments` on costs no array
          if (!call) return Reflect.apply(handle, this, arguments);
          ledger.beginClientCall(call, this);
          const leave = () => {
            if (call.startedAt !== undefined && call.settledAt === undefined) call.unblocked = true;
            return context.exit(unblock); // else the next message would start inside this one
          };
          return context.run(call, handle as ProtocolHandler, this, [message, leave]);
        };
      }),
    );

    function serverCall(method: unknown): MethodCall | undefined {
      if (typeof method !== 'string') return undefined;
      const known = handlers.isKnown(method);
      if (known) handlers.ensure(method);
      const at = now();
      const name = known ? method : OTHER;
      const parent = context.current();
      const work = traces.begin({ kind: 'method', name, at, parent });
      return new MethodCall(name, 'server', known, undefined, at, at, parent, work);
    }

    defer(
      patchMethod(server, 'applyAsync', (applyAsync) => {
        return function (this: unknown, ...args: unknown[]) {
          const call = serverCall(args[0]);
          if (!call) return Reflect.apply(applyAsync, this, args);
          ledger.beginServerCall(call);
          try {
            return context.run(call, applyAsync as ApplyAsync, this, args);
          } finally {
            if (!call.known) ledger.notFound(call);
          }
        };
      }),
    );
  });
}

type ProtocolHandler = (message: DdpMessage, unblock: () => void) => unknown;
type ApplyAsync = (...args: unknown[]) => unknown;
