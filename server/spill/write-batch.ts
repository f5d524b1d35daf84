import { open, readFile, rename, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import type { Batch } from '../../common/batch';
import { batchFromPieces, batchPieces } from '../../common/batch-json';
import { inSlices } from '../../common/in-slices';
import { unfinished } from './spill-files';

const chunkLength = 64 * 1024;

/**
 * Writes a batch so that its file is either whole or not there, whenever the
 * process or the machine stops. Answers its size in bytes.
 */
export async function writeBatch(folder: string, name: string, batch: Batch): Promise<number> {
  const draft = join(folder, name + unfinished);
  let sizeBytes = 0;
  try {
    const file = await open(draft, 'w', 0o600);
    try {
      for (const chunk of chunksOf(batch)) {
        const bytes = Buffer.from(chunk);
        await file.appendFile(bytes); // lets the event loop have its turn
        sizeBytes += bytes.length;
      }
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(draft, join(folder, name));
    await syncFolder(folder);
  } catch (error) {
    await unlink(draft).catch(() => undefined);
    throw error;
  }
  return sizeBytes;
}

/** The batch of a file. */
export async function readBatch(path: string): Promise<Batch> {
  const text = await readFile(path, 'utf8');
  return inSlices(batchFromPieces(text.split('\n')));
}

function* chunksOf(batch: Batch): Generator<string, void> {
  let chunk = '';
  for (const piece of batchPieces(batch)) {
    chunk += chunk === '' && piece.startsWith('{') ? piece : `\n${piece}`;
    if (chunk.length < chunkLength) continue;
    yield chunk;
    chunk = '';
  }
  yield chunk;
}

/** Where a folder cannot be synchronised, as on Windows, the file system does what it can. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r').catch(() => undefined);
  try {
    await handle?.sync();
  } catch {
  } finally {
    await handle?.close();
  }
}
