/** The process that a folder of spilled batches belongs to. */
export interface FolderOwner {
  readonly host: string;
  readonly pid: number;
  /** New with each start of an agent. */
  readonly instance: string;
}

export interface FolderFacts {
  readonly name: string;
  /** When its owner last touched it, in epoch milliseconds. */
  readonly touchedAt: number;
}

/** Owners touch their folder every minute. */
export const touchMs = 60_000;
const staleMs = 10 * touchMs;

export function folderNameOf({ host, pid, instance }: FolderOwner): string {
  return [encodeURIComponent(host), pid, encodeURIComponent(instance)].join('~');
}

/**
 * Whether a folder may be taken over: its process is gone. On this host, the
 * process id tells; it is ours where a container starts again. Of other hosts,
 * which may share the disk, only that nobody touched it for ten minutes.
 */
export function isAbandoned(
  { name, touchedAt }: FolderFacts,
  self: FolderOwner,
  { now, isAlive }: { readonly now: number; readonly isAlive: (pid: number) => boolean },
): boolean {
  if (name === folderNameOf(self)) return false;
  const [, host, pidText] = /^(.*)~(\d+)~(.+)$/.exec(name) ?? [];
  if (host === undefined) return false;
  const pid = Number(pidText);
  if (host === encodeURIComponent(self.host)) return pid === self.pid || !isAlive(pid);
  return now - touchedAt > staleMs;
}
