/** What the container or unit allows this process. */
export interface CgroupLimits {
  /** Cores; undefined where there is no quota. */
  readonly cpuQuota: number | undefined;
  /** Time held back so far, in milliseconds; undefined where unknown. */
  readonly throttledMs: number | undefined;
  /** Bytes; undefined where there is no limit. */
  readonly memoryLimit: number | undefined;
}

/** Reads a small file; undefined when it cannot be read. */
export type ReadFile = (path: string) => string | undefined;

const root = '/sys/fs/cgroup';

/**
 * Reads the limits of the process' cgroup, version 2 or 1. The files are the
 * kernel's (`Documentation/admin-guide/cgroup-v2.rst`), not on a disk.
 */
export function readCgroup(read: ReadFile): CgroupLimits {
  return read(`${root}/cgroup.controllers`) === undefined ? readV1(read) : readV2(read);
}

function readV2(read: ReadFile): CgroupLimits {
  const own = /^0::(\/.+)$/m.exec(read('/proc/self/cgroup') ?? '')?.[1] ?? '';
  const find = (file: string) => read(`${root}${own}/${file}`) ?? read(`${root}/${file}`);
  const [quota, period] = (find('cpu.max') ?? 'max 100000').trim().split(/\s+/).map(Number);
  const throttledUs = statOf(find('cpu.stat'), 'throttled_usec');
  return {
    cpuQuota: quota && period ? quota / period : undefined, // "max" is NaN
    throttledMs: throttledUs === undefined ? undefined : throttledUs / 1_000,
    memoryLimit: limitOf(find('memory.max')),
  };
}

function readV1(read: ReadFile): CgroupLimits {
  const quota = Number(read(`${root}/cpu/cpu.cfs_quota_us`) ?? -1);
  const period = Number(read(`${root}/cpu/cpu.cfs_period_us`) ?? 0);
  const throttledNs = statOf(read(`${root}/cpu/cpu.stat`), 'throttled_time');
  return {
    cpuQuota: quota > 0 && period > 0 ? quota / period : undefined,
    throttledMs: throttledNs === undefined ? undefined : throttledNs / 1_000_000,
    memoryLimit: limitOf(read(`${root}/memory/memory.limit_in_bytes`)),
  };
}

function statOf(text: string | undefined, name: string): number | undefined {
  const found = new RegExp(`^${name} (\\d+)$`, 'm').exec(text ?? '')?.[1];
  return found === undefined ? undefined : Number(found);
}

/** "max", and version 1's "about 2^63", mean that there is no limit. */
function limitOf(text: string | undefined): number | undefined {
  const limit = Number(text?.trim() || Number.NaN);
  return Number.isFinite(limit) && limit < 2 ** 60 ? limit : undefined;
}
