import type { DdpSession } from '../../common/ddp';
import type { PublicationTarget } from '../instruments/publications/target';
import { functionsOf, missingFunctions } from './shape';

/** Meteor's unexported classes, and the session that was made to reach them. */
export interface DdpClasses {
  readonly session: DdpSession & PublicationTarget['session'];
  readonly subscription: PublicationTarget['subscription'];
  readonly probe: ProbeSession;
}

/** A session on a server of its own: the app's sessions, callbacks and publications do not see it. */
export interface ProbeSession extends DdpSession {
  /** Frames the session sent, parsed. */
  readonly frames: ReadonlyArray<Record<string, unknown>>;
  close(): void;
}

export const sessionFunctions = [
  'processMessage',
  'send',
  '_setUserId',
  '_deactivateAllSubscriptions',
];
export const subscriptionFunctions = [
  '_runHandler',
  '_recreate',
  '_deactivate',
  'ready',
  'error',
  'added',
  'changed',
  'removed',
];

interface ConnectingServer {
  _handleConnect(socket: object, message: object): void;
  readonly options?: object;
}

interface RawSession extends DdpSession {
  _startSubscription(handler: () => void, id: string, params: unknown[], name: string): unknown;
  readonly _namedSubs: Map<string, object>;
  _expectingDisconnect?: boolean;
  close(): void;
}

const inert = { each() {}, forEach() {}, register: () => ({ stop() {} }) };

/**
 * Reaches `Session` and `Subscription`, which Meteor does not export, through
 * a session that is connected to a stand-in of the server: it inherits all of
 * the real one, but has sessions, callbacks and null publications of its own.
 *
 * @throws {Error} naming what this Meteor does not have.
 */
export function findDdpClasses(server: unknown): DdpClasses {
  const real = functionsOf<ConnectingServer>(server, ['_handleConnect'], 'Meteor.server');
  const standIn = Object.create(real, {
    sessions: { value: new Map() },
    onConnectionHook: { value: inert },
    onMessageHook: { value: inert },
    universal_publish_handlers: { value: [] },
    options: { value: { ...real.options, heartbeatInterval: 0 } },
  }) as ConnectingServer;

  const frames: Array<Record<string, unknown>> = [];
  const session = connect(standIn, frames);
  session._startSubscription(() => undefined, 'radiant', [], 'radiant');
  const subscription = session._namedSubs.get('radiant');
  if (!subscription) throw new Error('a session keeps no subscription in _namedSubs');

  return {
    session: prototypeOf(session, sessionFunctions, 'Session'),
    subscription: prototypeOf(subscription, subscriptionFunctions, 'Subscription'),
    probe: Object.assign(session, { frames }),
  };
}

function connect(standIn: ConnectingServer, frames: Array<Record<string, unknown>>): RawSession {
  const socket = {
    send: (frame: string) => {
      frames.push(JSON.parse(frame));
    },
    close() {},
    on() {},
    setWebsocketTimeout() {},
    headers: {},
    remoteAddress: '127.0.0.1',
    _meteorSession: undefined as RawSession | undefined,
  };
  standIn._handleConnect(socket, { msg: 'connect', version: '1', support: ['1'] });
  const session = socket._meteorSession;
  if (!session) throw new Error('_handleConnect makes no session');
  session._expectingDisconnect = true; // from Meteor 3.5 on, closing would park it otherwise
  return session;
}

export function prototypeOf<Prototype>(
  instance: object,
  functions: readonly string[],
  name: string,
): Prototype {
  const prototype: object = Object.getPrototypeOf(instance);
  const missing = missingFunctions(prototype, functions);
  if (missing.length > 0) throw new Error(`${name}.prototype has no ${missing.join(', ')}`);
  return prototype as Prototype;
}
