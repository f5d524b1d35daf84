import type { SessionClass, Socket, SubscriptionClass } from '../ddp/types';
import type { Host } from '../host';

/**
 * The classes of sessions and subscriptions, which no package exports: by a
 * session on a server that inherits from the real one and has nothing to tell
 * apps about.
 */
export function probe({ Meteor }: Host): {
  Session: SessionClass;
  Subscription: SubscriptionClass;
} {
  const inert = { each() {}, forEach() {} };
  const server = Object.create(Meteor.server, {
    sessions: { value: new Map() },
    onConnectionHook: { value: inert },
    onMessageHook: { value: inert },
    universal_publish_handlers: { value: [] },
    options: { value: { ...Meteor.server.options, heartbeatInterval: 0 } },
  });
  const socket: Socket = {
    headers: {},
    remoteAddress: '127.0.0.1',
    on() {},
    send() {},
    close() {},
    setWebsocketTimeout() {},
  };
  Meteor.server._handleConnect.call(server, socket, {
    msg: 'connect',
    version: '1',
    support: ['1'],
  });
  const session = socket._meteorSession;
  if (!session) throw new Error('The probe session was refused');
  session._startSubscription(() => undefined, 'x', [], 'probe');
  const classes = {
    Session: session.constructor as SessionClass,
    Subscription: session._namedSubs.get('x')?.constructor as SubscriptionClass,
  };
  Object.assign(session, { _expectingDisconnect: true });
  session.close();
  return classes;
}
