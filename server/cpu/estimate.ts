import type { CpuLabel } from '../../common/stopwatch';
import type { Account } from './account';

export interface Estimate extends CpuLabel {
  readonly cpuMs: number;
}

/**
 * Shares out the CPU time of an interval by what was seen in windows of it.
 * Slices are wall time, so under pre-emption they can be more than the CPU
 * time of the windows; then they share out all of it. Otherwise what nobody
 * had stays `unattributed`, which always comes last.
 */
export function shareOut(
  accounts: readonly Account[],
  windowCpuMs: number,
  intervalCpuMs: number,
): Estimate[] {
  const seenMs = accounts.reduce((sum, { sliceMs }) => sum + sliceMs, 0);
  const wholeMs = Math.max(windowCpuMs, seenMs);
  const estimates: Estimate[] = [];
  let restMs = intervalCpuMs;
  for (const { label, sliceMs } of accounts) {
    if (label.owner === 'unattributed' || sliceMs <= 0) continue;
    const cpuMs = (sliceMs / wholeMs) * intervalCpuMs;
    restMs -= cpuMs;
    estimates.push({ ...label, cpuMs });
  }
  estimates.push({ owner: 'unattributed', name: '', cpuMs: Math.max(0, restMs) });
  return estimates;
}
