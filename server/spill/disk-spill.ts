import { mkdir, unlink, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import type { Batch } from '../../common/batch';
import type { DropReason } from '../../common/drops';
import type { Spill } from '../../common/spill';
import { adopt, type OwnFile } from './adopt';
import { type FolderOwner, folderNameOf, touchMs } from './folder-owner';
import { spillFileOf } from './spill-files';
import { readBatch, writeBatch } from './write-batch';

export interface DiskSpillOptions {
  /** Folder of all sinks and processes. */
  readonly path: string;
  readonly sinkName: string;
  readonly maxBytes: number;
  readonly self: FolderOwner;
  readonly drops: { add(reason: DropReason, count: number): void };
  readonly timers: { after(ms: number, fn: () => void): () => void };
  /** Epoch milliseconds. */
  readonly now: () => number;
  readonly isAlive: (pid: number) => boolean;
  readonly warn: (message: string) => void;
}

/** The last of the room is for batches that are under way already. */
const fullShare = 0.9;

/**
 * Keeps batches as files, one each, in `path/sink/process`. A file is whole or
 * not there. Files of processes that are gone are taken over at the start, and
 * looked for every minute. Beyond `maxBytes` the oldest go.
 *
 * A disk that is full or cannot be written is warned of once; the batch is
 * then refused, and everything goes on.
 */
export function diskSpill(options: DiskSpillOptions): Spill {
  const { path, sinkName, maxBytes, self, drops, timers, warn } = options;
  const folder = join(path, sinkName);
  const own = join(folder, folderNameOf(self));
  /** Oldest first. */
  let files: OwnFile[] = [];
  let sizeBytes = 0;
  /** Is being delivered: not to be dropped. */
  let handedOut: string | undefined;
  let troubled = false;
  let cancelTimer: (() => void) | undefined;
  let closed = false;
  let last: Promise<unknown> = takeOver();

  /** One thing at a time, so that what is listed here and what is on disk agree. */
  function inTurn<Result>(act: () => Promise<Result>): Promise<Result> {
    const turn = last.then(act);
    last = turn.catch(() => undefined);
    return turn;
  }

  async function takeOver(): Promise<void> {
    try {
      const adopted = await adopt({ ...options, folder });
      for (const file of adopted.files) list(file);
      drops.add('spill-failed', adopted.torn);
      await trim();
      if (files.length > 0) await touch();
    } catch (error) {
      trouble(error);
    }
    if (!closed) cancelTimer = timers.after(touchMs, () => inTurn(takeOver));
  }

  async function touch(): Promise<void> {
    const now = new Date(options.now());
    await utimes(own, now, now).catch(() => undefined);
  }

  function trouble(error: unknown): void {
    if (!troubled) {
      const message = error instanceof Error ? error.message : String(error);
      warn(`batches for sink ${sinkName} cannot wait on disk: ${message}`);
    }
    troubled = true;
  }

  function list(file: OwnFile): void {
    unlist(file.id);
    files.push(file);
    files.sort((a, b) => (a.name < b.name ? -1 : 1));
    sizeBytes += file.sizeBytes;
  }

  function unlist(id: string): OwnFile | undefined {
    const file = files.find((one) => one.id === id);
    if (!file) return undefined;
    files = files.filter((one) => one !== file);
    sizeBytes -= file.sizeBytes;
    return file;
  }

  async function discard(file: OwnFile): Promise<void> {
    unlist(file.id);
    try {
      await unlink(join(own, file.name));
    } catch (error) {
      if (codeOf(error) !== 'ENOENT') trouble(error); // it comes once more after a restart
    }
  }

  async function trim(): Promise<void> {
    while (sizeBytes > maxBytes) {
      const oldest = files.find(({ id }) => id !== handedOut);
      if (!oldest) return;
      await discard(oldest);
      drops.add('spill-full', oldest.windows);
    }
  }

  async function write(batch: Batch): Promise<boolean> {
    const file = spillFileOf(batch);
    try {
      await mkdir(own, { recursive: true, mode: 0o700 });
      list({ ...file, sizeBytes: await writeBatch(own, file.name, batch) });
    } catch (error) {
      trouble(error);
      return false;
    }
    troubled = false;
    await trim();
    return true;
  }

  async function readFirst(): Promise<Batch | undefined> {
    for (let file = files[0]; file; file = files[0]) {
      const batch = await read(file);
      if (batch) handedOut = batch.id;
      if (batch || files[0] === file) return batch;
    }
    return undefined;
  }

  /** A file that will never be read is discarded. */
  async function read(file: OwnFile): Promise<Batch | undefined> {
    try {
      return await readBatch(join(own, file.name));
    } catch (error) {
      const code = codeOf(error);
      if (code === undefined) drops.add('spill-failed', file.windows);
      // What is not there was taken by another process, which delivers it. With any other
      // trouble the file may be well: too many are open, the disk is gone for now.
      if (code === undefined || code === 'ENOENT') await discard(file);
      else trouble(error);
      return undefined;
    }
  }

  return {
    put: (batch) => inTurn(() => write(batch)),
    first: () => inTurn(readFirst),
    remove: (id) =>
      inTurn(async () => {
        if (handedOut === id) handedOut = undefined;
        const file = files.find((one) => one.id === id);
        if (file) await discard(file);
      }),
    get hasRoom() {
      return !troubled && sizeBytes < maxBytes * fullShare;
    },
    status: () => ({ bytes: sizeBytes, batches: files.length }),
    close() {
      closed = true;
      cancelTimer?.();
    },
  };
}

/** Of the file system; other errors have none. */
function codeOf(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null || !('code' in error)) return undefined;
  return String(error.code);
}
