import { atLeast } from '../meteor/versions';
import type { Internals } from './internals';
import { startHeartbeat } from './session';
import { resume } from './session-resumption';
import type { Frame, Server, SessionClass, Socket } from './types';

/** The first version the client likes that the server knows too, else the server's first. */
export function calculateVersion(
  clientVersions: string[],
  serverVersions: string[],
): string | undefined {
  return clientVersions.find((version) => serverVersions.includes(version)) ?? serverVersions[0];
}

/**
 * Answers a `connect`: a session when the proposed version is the best one both
 * know, else `failed` with the version to try, and the socket is closed. From
 * 3.5 a parked session may be resumed, of which `onConnection` hears nothing.
 */
export function handleConnect(
  internals: Internals,
  Session: SessionClass,
  server: Server,
  socket: Socket,
  msg: Frame,
): void {
  const best = bestVersion(internals, msg);
  const version = best ?? internals.DDPCommon.SUPPORTED_DDP_VERSIONS[0];
  if (msg.version !== best || best === undefined) {
    socket.send(internals.DDPCommon.stringifyDDP({ msg: 'failed', version }));
    socket.close();
    return;
  }
  const resumable = atLeast(internals.version, '3.5');
  if (resumable && resume(internals, server, socket, msg, beatHeart)) return;

  const session = new Session(server, best, socket, server.options);
  socket._meteorSession = session;
  server.sessions.set(session.id, session);
  server.onConnectionHook.each((callback) => {
    if (socket._meteorSession) callback(socket._meteorSession.connectionHandle);
    return true;
  });

  function beatHeart(...[parked, revived]: Parameters<Parameters<typeof resume>[4]>): void {
    startHeartbeat(internals, parked, revived, server.options);
  }
}

// Nothing, when the message makes no sense.
function bestVersion({ DDPCommon, DDPServer }: Internals, msg: Frame): string | undefined {
  const { version, support } = msg;
  const wellFormed =
    typeof version === 'string' &&
    Array.isArray(support) &&
    support.every((each) => typeof each === 'string') &&
    support.includes(version);
  if (!wellFormed) return undefined;
  return DDPServer._calculateVersion(support, DDPCommon.SUPPORTED_DDP_VERSIONS);
}
