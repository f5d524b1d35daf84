import { EventEmitter } from 'node:events';
import { createHost, type Host } from '../host';
import type { HostVersion } from '../meteor/versions';
import type { Frame, Session, Socket } from './types';

/** A host that nobody can reach by a network. */
export function aHost(version: HostVersion): Host {
  return createHost({ version, without: ['accounts-base'], log: () => {} });
}

export interface StubSocket extends Socket {
  readonly sent: Frame[];
  readonly session: Session;
  /** Hands a message to the session, as if it had come over the wire. */
  receive(frame: Frame): void;
  /** The short forms of what was sent: message, and id or ids. */
  order(): string[];
}

/** A socket of which the test is the client, connected unless the server refuses. */
export function aSocket({ Meteor }: Host, connect: Frame = {}): StubSocket {
  const sent: Frame[] = [];
  const socket = Object.assign(new EventEmitter(), {
    headers: {},
    remoteAddress: '10.0.0.1',
    sent,
    send: (text: string) => void sent.push(JSON.parse(text)),
    close() {},
    setWebsocketTimeout() {},
    order: () => sent.map(({ msg, id, subs, methods }) => [msg, id ?? subs ?? methods].join(' ')),
  }) as unknown as StubSocket & { session: Session };
  Object.defineProperty(socket, 'session', { get: () => socket._meteorSession });
  socket.receive = (frame) => socket.session.processMessage(frame);
  const message = { msg: 'connect', version: '1', support: ['1'], ...connect };
  Meteor.server._handleConnect(socket, message);
  return socket;
}

/** Lets everything happen that needs no waiting. */
export async function settled(turns = 8): Promise<void> {
  for (let turn = 0; turn < turns; turn++) await new Promise((resolve) => setImmediate(resolve));
}
