import { type FileHandle, mkdir } from 'node:fs/promises';
import { basename, dirname } from 'node:path';

/** Something that lines are written to, one after the other. */
export interface LineFile {
  /** Resolves when the operating system has the line. */
  write(line: string): Promise<void>;
  close(): Promise<void>;
}

export interface FileLimits {
  readonly maxBytes: number;
  readonly maxFiles: number;
  readonly daily: boolean;
}

/** Opens a file that is put aside when it is full or a day is over. Its folder is made where there is none. */
export async function openFile(path: string, limits: FileLimits): Promise<LineFile> {
  const { createStream } = await import('rotating-file-stream'); // loaded only where it is asked for
  const folder = dirname(path);
  await mkdir(folder, { recursive: true });
  const stream = createStream(asideName(basename(path)), {
    path: folder,
    size: `${limits.maxBytes}B`,
    maxFiles: limits.maxFiles,
    ...(limits.daily ? { interval: '1d' } : {}),
    history: `${basename(path)}.history`,
  });
  stream.on('error', () => undefined); // the writer hears of it
  stream.on('open', () => writeWhole((stream as unknown as { readonly file?: FileHandle }).file));
  return {
    write: (line) =>
      new Promise((resolve, reject) => {
        stream.write(line, (error) => (error ? reject(error) : resolve()));
      }),
    close: () =>
      new Promise((resolve) => {
        if (stream.destroyed) resolve();
        else stream.end(() => resolve());
      }),
  };
}

/** The name of the file that is written, and, given a time and number, of one put aside. */
function asideName(name: string) {
  return (time: number | Date | null, index?: number): string => {
    if (!time) return name;
    const at = new Date(time).toISOString().replaceAll(':', '-').slice(0, 19);
    return `${name}.${at}.${index ?? 1}`;
  };
}

/**
 * The last bytes of a disk are written, and only their number tells that there
 * were more: without this, the line that fills the disk is cut off and taken
 * for written.
 */
function writeWhole(file: FileHandle | undefined): void {
  if (!file) return;
  const write: (chunk: Uint8Array, at: number) => Promise<{ readonly bytesWritten: number }> =
    file.write.bind(file);
  const all = async (chunk: Uint8Array) => {
    let at = 0;
    while (at < chunk.length) at += (await write(chunk, at)).bytesWritten;
    return { bytesWritten: at, buffer: chunk };
  };
  Object.assign(file, { write: all });
}
