import type { DdpMessage, DdpSession, DdpWire } from '../../../common/ddp';
import { OTHER } from '../../../common/metrics';
import { patchHotMethod } from '../../../common/patch-method';
import type { Recorder } from '../../../common/recorder';
import type { Arrival } from '../../../common/tracer';
import { giveUpTurn, takeTurn } from '../../../common/turn';
import { type Undo, undoable } from '../../../common/undo';
import { type ArgsOfCall, traceCalls } from './call-trace';
import { hookHandlers, type MethodHandlers } from './handlers';
import { createMethodLedger } from './ledger';
import { type ClientSide, MethodCall } from './method-call';

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
export function instrumentMethods(
  target: MethodTarget,
  wire: DdpWire,
  recorder: Recorder,
  argsOf?: ArgsOfCall,
): Undo {
  const { server, session, probe } = target;
  const { context, now, traces } = recorder;

  return undoable((defer) => {
    const parts = traceCalls(traces, argsOf);
    const ledger = createMethodLedger(wire, recorder, parts);
    defer(ledger.undo);
    const handlers = hookHandlers(server.method_handlers, { ...ledger, ...parts }, recorder);
    defer(handlers.undo);

    function clientCall(session: DdpSession, message: DdpMessage): MethodCall | undefined {
      if (!isWellFormed(message)) return undefined; // Meteor refuses it
      const { method } = message;
      const known = handlers.ensure(method);
      const dequeuedAt = now();
      const client = clientSideOf(session, message, wire.arrival(session, message));
      const at = client.arrival?.at ?? dequeuedAt;
      const name = known ? method : OTHER;
      const work = traces.begin({ kind: 'method', name, at });
      return new MethodCall(name, known, at, dequeuedAt, undefined, work, client);
    }

    defer(
      patchHotMethod(session.protocol_handlers, 'method', (handle, patch) => {
        return function (this: DdpSession, message: DdpMessage, unblock: () => void) {
          const isSeen = patch.active && this !== probe;
          const call = isSeen ? clientCall(this, message) : undefined;
          // biome-ignore lint/complexity/noArguments: passing `arguments` on costs no array
          if (!call) return Reflect.apply(handle, this, arguments);
          ledger.beginClientCall(call, this);
          const arrival = call.client?.arrival;
          takeTurn(arrival, call);
          const leave = () => {
            giveUpTurn(arrival, call);
            if (call.startedAt !== undefined && call.settledAt === undefined) call.unblocked = true;
            return context.exit(unblock); // else the next message would start inside this one
          };
          return context.run(call, handle as ProtocolHandler, this, [message, leave]);
        };
      }),
    );

    function serverCall(method: unknown, isSeen: boolean): MethodCall | undefined {
      if (!isSeen || typeof method !== 'string') return undefined;
      const known = handlers.ensure(method);
      const at = now();
      const name = known ? method : OTHER;
      const parent = context.current();
      const work = traces.begin({ kind: 'method', name, at, parent });
      return new MethodCall(name, known, at, at, parent, work, undefined);
    }

    defer(
      patchHotMethod(server, 'applyAsync', (applyAsync, patch) => {
        return function (this: unknown, ...args: unknown[]) {
          const call = serverCall(args[0], patch.active);
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

interface MethodMessage extends DdpMessage {
  readonly id: string;
  readonly method: string;
}

/** As Meteor checks it, so that what it refuses leaves nothing open here. */
function isWellFormed(message: DdpMessage): message is MethodMessage {
  const { id, method, params = [], randomSeed = '' } = message;
  const isNamed = typeof id === 'string' && typeof method === 'string';
  return isNamed && Array.isArray(params) && typeof randomSeed === 'string';
}

function clientSideOf(
  session: DdpSession,
  { id: messageId, params }: MethodMessage,
  arrival: Arrival | undefined,
): ClientSide {
  const userId = typeof session.userId === 'string' ? session.userId : undefined;
  return { session, messageId, params, userId, arrival };
}

type ProtocolHandler = (message: DdpMessage, unblock: () => void) => unknown;
type ApplyAsync = (...args: unknown[]) => unknown;
