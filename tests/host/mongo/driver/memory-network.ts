import type { EventEmitter } from 'node:events';
import { MongoError } from 'mongodb';
import type { Document } from './driver';

/** One command as the driver announces it to those who monitor. */
export interface Command {
  readonly name: string;
  readonly database: string;
  readonly collection: string;
  readonly body: Document;
}

interface Monitored extends EventEmitter {
  monitorCommands: boolean;
}

export interface NetworkOptions {
  readonly latencyMs: number;
  /** Whether the app has ended: then nobody answers any more, as nobody waits. */
  readonly isOver: () => boolean;
}

export interface Network {
  /**
   * Sends a command: runs `execute` when it arrives and resolves with its
   * result when the answer is back. Never resolves in the turn of the call.
   */
  send<T>(command: Command, execute: () => T): Promise<T>;
  close(): void;
}

/**
 * The way between client and server, `latencyMs` long in each direction, with
 * the events of the driver's pool and of command monitoring.
 */
export function createNetwork(client: Monitored, options: NetworkOptions): Network {
  const { latencyMs, isOver } = options;
  let requestId = 0;
  let closed = false;

  async function send<T>(command: Command, execute: () => T): Promise<T> {
    if (isOver()) return new Promise(() => {});
    if (closed) throw new MongoError('Client must be connected before running operations');
    client.emit('connectionCheckOutStarted', {});
    client.emit('connectionCheckedOut', {});
    const started = announce(command);
    try {
      await elapse(latencyMs);
      const result = execute();
      await elapse(latencyMs);
      started?.succeeded(result);
      return result;
    } catch (failure) {
      started?.failed(failure);
      throw failure;
    } finally {
      client.emit('connectionCheckedIn', {});
    }
  }

  function announce({ name, database, collection, body }: Command) {
    if (!client.monitorCommands) return undefined;
    const startedAt = performance.now();
    const event = { requestId: ++requestId, commandName: name, databaseName: database };
    const duration = () => performance.now() - startedAt;
    client.emit('commandStarted', { ...event, command: { [name]: collection, ...body } });
    return {
      succeeded: (reply: unknown) =>
        client.emit('commandSucceeded', { ...event, duration: duration(), reply }),
      failed: (failure: unknown) =>
        client.emit('commandFailed', { ...event, duration: duration(), failure }),
    };
  }

  return {
    send,
    close: () => {
      closed = true;
    },
  };
}

function elapse(ms: number): Promise<void> {
  return new Promise((resolve) => {
    if (ms > 0) setTimeout(resolve, ms);
    else setImmediate(resolve);
  });
}
