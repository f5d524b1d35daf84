import type { Recorder } from '../../common/recorder';
import { type Accounts, createAccounts } from './accounts';
import { shareOut } from './estimate';
import type { SliceHooks } from './slice-hooks';

export interface WindowTallyParts {
  readonly hooks: SliceHooks;
  readonly recorder: Pick<Recorder, 'record' | 'context'>;
  readonly cpuTimeMs: () => number;
  /** Names that are told apart. */
  readonly nameLimit: number;
  /** Slices after which `full` is called. */
  readonly sliceLimit: number;
}

/** Adds windows up, and tells what they say of the CPU time since it last did. */
export interface WindowTally {
  open(full: () => void): void;
  /** Returns the slices of the window; 0 when none is open. */
  close(): number;
  /**
   * Records `cpu.estimate`; returns the CPU time of Radiant's own, in
   * milliseconds. Without a window it waits for one, as each millisecond is
   * told once, unless `hasMore` is false: then nobody will know.
   */
  tell(hasMore: boolean): number;
}

export function createWindowTally(parts: WindowTallyParts): WindowTally {
  const { hooks, recorder, cpuTimeMs, nameLimit, sliceLimit } = parts;
  let accounts = newAccounts();
  let windows = 0;
  let windowCpuMs = 0;
  let openedAtCpuMs = 0;
  let toldCpuMs = cpuTimeMs();
  let whenFull: (() => void) | undefined;

  function newAccounts(): Accounts {
    return createAccounts({ context: recorder.context, limit: nameLimit });
  }

  function open(full: () => void): void {
    whenFull = full;
    openedAtCpuMs = cpuTimeMs();
    hooks.open(accounts, sliceLimit, full);
  }

  function close(): number {
    if (!whenFull) return 0;
    whenFull = undefined;
    const slices = hooks.close();
    windowCpuMs += cpuTimeMs() - openedAtCpuMs;
    windows++;
    return slices;
  }

  function record(): number {
    const at = cpuTimeMs();
    let ownMs = 0;
    for (const { owner, name, cpuMs } of shareOut(accounts.all, windowCpuMs, at - toldCpuMs)) {
      const dims = { owner, name };
      recorder.record({ kind: 'metric', metric: 'cpu.estimate', dims, value: cpuMs });
      if (owner === 'radiant') ownMs = cpuMs;
    }
    toldCpuMs = at;
    accounts = newAccounts();
    windows = 0;
    windowCpuMs = 0;
    return ownMs;
  }

  return {
    open,
    close,
    tell(hasMore) {
      const underWay = whenFull;
      close();
      const ownMs = windows > 0 || !hasMore ? record() : 0;
      if (underWay) open(underWay);
      return ownMs;
    },
  };
}
