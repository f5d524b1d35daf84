import type { Batch } from '../../common/batch';

/** What the name of a spilled batch's file says. */
export interface SpillFile {
  readonly name: string;
  readonly id: string;
  /** How many windows the batch covers. */
  readonly windows: number;
}

/** Ending of a file that is being written, and is torn when nobody writes it any more. */
export const unfinished = '.tmp';

const pattern = /^(\d{15})-(\d+)-(.+)\.json$/;

/**
 * The file of a batch: names sort by time, and tell what is lost with a file
 * that cannot be read.
 */
export function spillFileOf({ id, from, sequences: [first, last] }: Batch): SpillFile {
  const windows = last - first + 1;
  const time = String(Math.max(0, Math.floor(from))).padStart(15, '0');
  return { name: `${time}-${windows}-${encodeURIComponent(id)}.json`, id, windows };
}

/** `undefined` for a file that is none of ours. */
export function parseSpillName(name: string): SpillFile | undefined {
  const [, , windows, id] = pattern.exec(name) ?? [];
  if (windows === undefined || id === undefined) return undefined;
  return { name, id: decodeURIComponent(id), windows: Number(windows) };
}
