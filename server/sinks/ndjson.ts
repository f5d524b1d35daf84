import { batchText } from '../../common/batch-text';
import type { Sink } from '../../common/sink';
import { RetryableError } from '../../common/sink';
import { type LineFile, openFile } from './ndjson/file';
import { standardOutput } from './ndjson/standard-output';

export interface NdjsonSinkOptions {
  /** A file, or `-` for the standard output. */
  readonly path: string;
  readonly maxBytes?: number;
  readonly maxFiles?: number;
  readonly daily?: boolean;
}

/**
 * Writes every batch as one line of JSON (`docs/batch-format.md`) to a file or
 * the standard output. A file is put aside when it is large enough, and every
 * day, under a name with the time; the oldest of these are deleted.
 *
 * A line that was cut off, as when the disk was full, is followed by the whole
 * one later: skip what is no JSON, and lines with an `id` seen before.
 */
export function ndjsonSink(options: NdjsonSinkOptions): Sink {
  const { path, maxBytes = 64 * 2 ** 20, maxFiles = 7, daily = true } = options;
  let file: LineFile | undefined;
  let isTorn = false;

  async function write(line: string): Promise<void> {
    file ??= path === '-' ? standardOutput() : await openFile(path, { maxBytes, maxFiles, daily });
    try {
      await file.write(isTorn ? `\n${line}` : line);
      isTorn = false;
    } catch (error) {
      isTorn = true;
      const broken = file;
      file = undefined;
      await broken.close();
      throw error;
    }
  }

  return {
    name: 'ndjson',
    async write(batch) {
      const line = `${await batchText(batch)}\n`;
      try {
        await write(line);
      } catch (error) {
        const { code = 'failed' } = error as NodeJS.ErrnoException;
        throw new RetryableError(`the file cannot be written: ${code}`, { cause: error });
      }
    },
    async close() {
      await file?.close();
    },
  };
}
