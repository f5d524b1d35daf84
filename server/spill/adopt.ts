import { mkdir, readdir, rename, rmdir, stat, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { type FolderOwner, folderNameOf, isAbandoned } from './folder-owner';
import { parseSpillName, type SpillFile, unfinished } from './spill-files';

/** A file that waits in the own folder. */
export interface OwnFile extends SpillFile {
  readonly sizeBytes: number;
}

export interface Adopted {
  readonly files: readonly OwnFile[];
  /** Windows that were being written when their process ended. */
  readonly torn: number;
}

export interface AdoptOptions {
  /** Holds one folder per process. */
  readonly folder: string;
  readonly self: FolderOwner;
  readonly now: () => number;
  readonly isAlive: (pid: number) => boolean;
}

/**
 * Moves the files of processes that are gone into the own folder. A file moves
 * to one taker only, whoever else tries.
 *
 * @throws the file system's error when the own folder cannot be made.
 */
export async function adopt(options: AdoptOptions): Promise<Adopted> {
  const { folder, self } = options;
  const own = join(folder, folderNameOf(self));
  const files: OwnFile[] = [];
  let torn = 0;
  for (const name of await abandonedFolders(options)) {
    await mkdir(own, { recursive: true, mode: 0o700 });
    const other = join(folder, name);
    for (const fileName of await namesIn(other)) {
      if (fileName.endsWith(unfinished)) torn += await clear(other, fileName);
      const file = parseSpillName(fileName);
      const sizeBytes = file && (await move(join(other, fileName), join(own, fileName)));
      if (file && sizeBytes !== undefined) files.push({ ...file, sizeBytes });
    }
    await rmdir(other).catch(() => undefined); // there may be files that are not ours
  }
  return { files, torn };
}

async function abandonedFolders({ folder, self, now, isAlive }: AdoptOptions): Promise<string[]> {
  const abandoned: string[] = [];
  for (const name of await namesIn(folder)) {
    const facts = await stat(join(folder, name)).catch(() => undefined);
    if (!facts?.isDirectory()) continue;
    const touchedAt = facts.mtimeMs;
    if (isAbandoned({ name, touchedAt }, self, { now: now(), isAlive })) abandoned.push(name);
  }
  return abandoned;
}

async function namesIn(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch(() => []);
  return names.sort();
}

/** Size of the file that was moved; `undefined` when another process was faster. */
async function move(from: string, to: string): Promise<number | undefined> {
  try {
    await rename(from, to);
    return (await stat(to)).size;
  } catch {
    return undefined;
  }
}

/** Windows that are lost with a file that was never finished; none when another process was faster. */
async function clear(folder: string, name: string): Promise<number> {
  const file = parseSpillName(name.slice(0, -unfinished.length));
  try {
    await unlink(join(folder, name));
    return file?.windows ?? 0;
  } catch {
    return 0;
  }
}
