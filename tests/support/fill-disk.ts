import { promises } from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';

const left = 100;

/**
 * While `isFull` says so, files below `folder` behave as on a disk that has room
 * for a hundred bytes more: a write takes these and tells how many, and the
 * next one fails. Returns the way back.
 */
export function fillDisk(folder: string, isFull: () => boolean): () => void {
  const { open } = promises;
  promises.open = async (path, flags, mode) => {
    const file = await open(path, flags, mode);
    if (!String(path).startsWith(folder) || flags === 'r') return file;
    const write: typeof file.write = file.write.bind(file);
    const appendFile: typeof file.appendFile = file.appendFile.bind(file);
    let room = left;
    const cut = async (chunk: Uint8Array, at = 0) => {
      if (!isFull()) {
        room = left;
        return write(chunk, at);
      }
      const part = chunk.subarray(at, at + room);
      if (part.length === 0) throw noSpace();
      room -= part.length;
      return write(part);
    };
    return Object.assign(file, {
      write: cut,
      async appendFile(data: string | Uint8Array) {
        if (!isFull()) return appendFile(data);
        const chunk = Buffer.from(data as Uint8Array);
        for (let at = 0; at < chunk.length; ) at += (await cut(chunk, at)).bytesWritten;
      },
    });
  };
  syncBuiltinESMExports();
  return () => {
    promises.open = open;
    syncBuiltinESMExports();
  };
}

function noSpace(): Error {
  return Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' });
}
