import type { Internals } from './internals';
import type { Frame, Server, Socket } from './types';

/**
 * Lets `server` hear every socket: the first message has to be `connect`, all
 * others go to the session that came of it.
 */
export function listen({ DDPCommon, Meteor }: Internals, server: Server): void {
  server.stream_server.register((socket) => {
    socket._meteorSession = null;
    socket.on('data', (raw) => {
      if (Meteor._printReceivedDDP) Meteor._debug('Received DDP', raw);
      try {
        receive(socket, raw);
      } catch (error) {
        Meteor._debug('Internal exception while processing message', raw, error);
      }
    });
    socket.on('close', () => socket._meteorSession?.close());
  });

  function sendError(socket: Socket, reason: string, offendingMessage?: Frame | null): void {
    const error = { msg: 'error', reason, ...(offendingMessage ? { offendingMessage } : {}) };
    socket.send(DDPCommon.stringifyDDP(error));
  }

  function parse(raw: string): Frame | null | undefined {
    try {
      return DDPCommon.parseDDP(raw);
    } catch {
      return undefined;
    }
  }

  function receive(socket: Socket, raw: string): void {
    const msg = parse(raw);
    if (msg === undefined) sendError(socket, 'Parse error');
    else if (!msg?.msg) sendError(socket, 'Bad request', msg);
    else if (msg.msg === 'connect') connect(socket, msg);
    else if (!socket._meteorSession) sendError(socket, 'Must connect first', msg);
    else socket._meteorSession.processMessage(msg);
  }

  function connect(socket: Socket, msg: Frame): void {
    if (socket._meteorSession) sendError(socket, 'Already connected', msg);
    else server._handleConnect(socket, msg);
  }
}
