import type { EventEmitter } from 'node:events';

/** A command as the driver sent it. */
export interface LoggedCommand {
  readonly name: string;
  readonly collection: string;
  readonly body: Readonly<Record<string, unknown>>;
  readonly startedAt: number;
  endedAt: number | undefined;
}

interface MonitoredClient extends EventEmitter {
  monitorCommands: boolean;
}

interface Announced {
  readonly requestId: number;
  readonly commandName: string;
  readonly command: Readonly<Record<string, unknown>>;
}

/** What is sent about sessions, cursors and the server itself: no operation of anybody's. */
const housekeeping = ['getMore', 'killCursors', 'endSessions', 'hello', 'ping', 'buildInfo'];

/**
 * Every command that a client sends from now on, as the driver announces them.
 * Connections that are open already are silent: begin before the first.
 */
export function logCommands(client: MonitoredClient) {
  const all: LoggedCommand[] = [];
  const open = new Map<number, LoggedCommand>();
  client.monitorCommands = true;
  client.on('commandStarted', ({ requestId, commandName, command }: Announced) => {
    const target = command[commandName === 'getMore' ? 'collection' : commandName];
    const collection = typeof target === 'string' ? target : '$cmd';
    const startedAt = performance.now();
    const logged = { name: commandName, collection, body: command, startedAt, endedAt: undefined };
    all.push(logged);
    open.set(requestId, logged);
  });
  const ended = ({ requestId }: Announced) => {
    const logged = open.get(requestId);
    if (logged) logged.endedAt = performance.now();
    open.delete(requestId);
  };
  client.on('commandSucceeded', ended);
  client.on('commandFailed', ended);
  return {
    all,
    /** `command collection` of each operation, in the order in which they were sent. */
    operations: () =>
      all
        .filter(({ name }) => !housekeeping.includes(name))
        .map(({ name, collection }) => `${name} ${collection}`),
    clear: () => {
      all.length = 0;
    },
  };
}
