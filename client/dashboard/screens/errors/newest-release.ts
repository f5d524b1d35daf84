import type { ReadErrorGroup } from '../../../../common/read-errors';
import type { Resource } from '../../../../common/resource';

/** The release whose processes were started last. */
export interface NewestRelease {
  readonly release: string;
  /** The earliest start of a process that has it, of those seen; epoch milliseconds. */
  readonly startedAt: number;
}

/**
 * The newest of two releases or more. `undefined` where there is one only, or none has a name:
 * then nothing can be said to be new in it.
 */
export function newestRelease(resources: readonly Resource[]): NewestRelease | undefined {
  const starts = new Map<string, number>();
  for (const { release, startedAt } of resources) {
    starts.set(release, Math.min(startedAt, starts.get(release) ?? startedAt));
  }
  if (starts.size < 2) return undefined;
  const [newest] = [...starts].sort((a, b) => b[1] - a[1]);
  if (!newest || newest[0] === 'unknown') return undefined;
  return { release: newest[0], startedAt: newest[1] };
}

/**
 * Whether errors of that group came with the newest release: its first was of that release, as far
 * as the store reaches back.
 */
export function isNew(
  { firstRelease, firstAt }: Pick<ReadErrorGroup, 'firstRelease' | 'firstAt'>,
  newest: NewestRelease | undefined,
): boolean {
  return newest !== undefined && firstRelease === newest.release && firstAt >= newest.startedAt;
}
