import type { EventEmitter } from 'node:events';
import { MongoError, MongoNetworkError } from 'mongodb';
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

/** The way to the server that several clients share. */
export interface NetworkState {
  /** How long a command takes in each direction; 0 means one turn of the event loop. */
  readonly latencyMs: number;
  /** Whether the app has ended: then nobody answers any more, as nobody waits. */
  isOver: boolean;
  readonly isDown: boolean;
  /** Calls `listener` whenever the server can no longer be reached, or can again. */
  listen(listener: (isDown: boolean) => void): () => void;
  setDown(isDown: boolean): void;
}

export function createNetworkState(latencyMs = 0): NetworkState {
  const listeners = new Set<(isDown: boolean) => void>();
  let down = false;
  return {
    latencyMs,
    isOver: false,
    get isDown() {
      return down;
    },
    listen(listener) {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
    setDown(isDown) {
      if (down === isDown) return;
      down = isDown;
      for (const listener of [...listeners]) listener(isDown);
    },
  };
}

export interface Network {
  readonly state: NetworkState;
  /**
   * Sends a command: runs `execute` when it arrives and resolves with its
   * result when the answer is back. Never resolves in the turn of the call.
   */
  send<T>(command: Command, execute: () => T): Promise<T>;
  close(): void;
}

/**
 * The way between client and server, `latencyMs` long in each direction, with
 * the events of the driver's pool, of command monitoring, and of a server that
 * comes back.
 */
export function createNetwork(client: Monitored, state: NetworkState): Network {
  const { latencyMs } = state;
  let requestId = 0;
  let closed = false;
  const stopListening = state.listen((isDown) => {
    client.emit('serverDescriptionChanged', description(isDown));
  });

  async function send<T>(command: Command, execute: () => T): Promise<T> {
    if (state.isOver) return new Promise(() => {});
    if (closed) throw new MongoError('Client must be connected before running operations');
    client.emit('connectionCheckOutStarted', {});
    client.emit('connectionCheckedOut', {});
    const started = announce(command);
    try {
      await elapse(latencyMs);
      if (state.isDown) throw lostConnection();
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
    state,
    send,
    close: () => {
      closed = true;
      stopListening();
    },
  };
}

/** What a cursor or a command meets when the server cannot be reached. */
export function lostConnection(): MongoNetworkError {
  return new MongoNetworkError('connection to memory:27017 closed');
}

function description(isDown: boolean) {
  const [before, now] = isDown ? ['RSPrimary', 'Unknown'] : ['Unknown', 'RSPrimary'];
  return { previousDescription: { type: before }, newDescription: { type: now } };
}

function elapse(ms: number): Promise<void> {
  return new Promise((resolve) => {
    if (ms > 0) setTimeout(resolve, ms);
    else setImmediate(resolve);
  });
}
