import { EventEmitter } from 'node:events';
import { MongoServerError, type Timestamp } from 'mongodb';
import type { ChangeEvent, DriverChangeStream, WatchOptions } from './driver';
import { changeEvents, tokenTime } from './memory-change-events';
import type { CursorSource } from './memory-cursor';
import type { LoggedOperation } from './memory-oplog';

const HISTORY_LOST = 286;

/**
 * A change stream of the driver over the oplog in memory. It reads on from
 * where it is whenever something was written, so what happens while the server
 * cannot be reached is delivered afterwards, unless the oplog has forgotten it.
 */
export function watch(source: CursorSource, options: WatchOptions): DriverChangeStream {
  const { server, network } = source;
  const { oplog } = server;
  const stream = new EventEmitter();
  let position: Position | undefined;
  let closed = false;
  let delivering = false;
  const pending: ChangeEvent[] = [];

  const stopTailing = oplog.listen(() => schedule());
  const stopListening = network.state.listen(() => schedule());

  async function open(): Promise<void> {
    const { database, collection } = source;
    const body = { pipeline: [{ $changeStream: options }] };
    try {
      position = await network.send({ name: 'aggregate', database, collection, body }, () =>
        startOf(options, oplog.lastTimestamp()),
      );
      schedule();
    } catch (error) {
      fail(error);
    }
  }

  function schedule(): void {
    if (delivering || closed || !position || network.state.isDown) return;
    delivering = true;
    setImmediate(deliver);
  }

  function deliver(): void {
    delivering = false;
    if (closed || !position || network.state.isDown) return;
    const event = pending.shift();
    if (event) emit(event);
    else read(position);
  }

  function read(from: Position): void {
    if (oplog.lostThrough && isAfter(oplog.lostThrough, from)) {
      fail(historyLost());
      return;
    }
    const next = firstAfter(oplog.entries, from);
    if (!next) return;
    position = { ts: next.ts, inclusive: false };
    pending.push(...changeEvents(source, next));
    const event = pending.shift();
    if (event) emit(event);
    else schedule();
  }

  /** One in each turn of the event loop. */
  function emit(event: ChangeEvent): void {
    stream.emit('change', event);
    if (event.operationType === 'invalidate') end();
    else schedule();
  }

  function fail(error: unknown): void {
    if (closed) return;
    stream.emit('error', error);
    end();
  }

  function end(): void {
    if (closed) return;
    closed = true;
    stopTailing();
    stopListening();
    stream.emit('close');
  }

  open();
  return Object.assign(stream, {
    close: async () => {
      end();
    },
  });
}

/** How far a stream has read. */
interface Position {
  readonly ts: Timestamp;
  /** Whether what happened at that time is still to be read. */
  readonly inclusive: boolean;
}

function startOf({ startAfter, startAtOperationTime }: WatchOptions, now: Timestamp): Position {
  if (startAfter) return { ts: tokenTime(startAfter), inclusive: false };
  if (startAtOperationTime) return { ts: startAtOperationTime, inclusive: true };
  return { ts: now, inclusive: false };
}

function isAfter(ts: Timestamp, position: Position): boolean {
  return position.inclusive ? ts.greaterThanOrEqual(position.ts) : ts.greaterThan(position.ts);
}

/** The log is read at its end, so the search goes backwards. */
function firstAfter(entries: readonly LoggedOperation[], position: Position) {
  let found: LoggedOperation | undefined;
  for (let index = entries.length - 1; index >= 0; index--) {
    const entry = entries[index];
    if (!entry || !isAfter(entry.ts, position)) break;
    found = entry;
  }
  return found;
}

function historyLost(): MongoServerError {
  const message =
    'Resume of change stream was not possible, as the resume point may no longer be in the oplog.';
  return new MongoServerError({
    message,
    errmsg: message,
    code: HISTORY_LOST,
    codeName: 'ChangeStreamHistoryLost',
    errorLabels: ['NonResumableChangeStreamError'],
  });
}
