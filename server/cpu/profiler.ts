import { RadiantError } from '../../common/errors';
import type { InvocationContext } from '../../common/invocation';
import type { CpuLabel } from '../../common/stopwatch';
import type { Undo } from '../../common/undo';
import { createAccounts } from './accounts';
import { type Attributed, attribute } from './attribute';
import {
  type CheckedProfileOptions,
  checkProfileOptions,
  type ProfileOptions,
} from './profile-options';
import type { SliceHooks } from './slice-hooks';
import { createSliceLog } from './slice-log';
import { type InspectorModule, startV8Profiler } from './v8-profiler';

/** What a profile says, and where the figures are from. */
export interface ProfileReport extends Attributed {
  /** Epoch milliseconds. */
  readonly from: number;
  readonly durationMs: number;
  readonly intervalMs: number;
  /** Whether there were more slices than could be noted: what came later is unattributed. */
  readonly truncated: boolean;
}

export interface ProfilerParts {
  readonly hooks: SliceHooks;
  readonly context: Pick<InvocationContext, 'current' | 'exit'>;
  /** Keeps the sampler from opening windows meanwhile. */
  readonly suspendSampling: () => Undo;
  readonly inspector: () => InspectorModule | undefined;
  /** Monotonic milliseconds, in which slices are told. */
  readonly now: () => number;
  /** Microseconds of the clock that V8's profiler uses. */
  readonly clockUs: () => number;
  readonly wallNow: () => number;
  readonly after: (ms: number, fn: () => void) => () => void;
  readonly nameLimit: number;
}

export interface Profiler {
  /**
   * @throws {RadiantError} (as a rejection) `profile-invalid`, `profile-busy`,
   *   `profile-unavailable`
   */
  profile(options: ProfileOptions): Promise<ProfileReport>;
  /** Ends a profile that runs, which then is shorter; later ones are refused. */
  readonly stop: Undo;
}

/** 20 MB, as long as a profile runs. */
const sliceLimit = 1_000_000;
/** From the end of one profile to the next. */
export const coolDownMs = 10_000;
/** V8's first time stamp is taken within that of the start, where its clock is ours. */
const sameClockUs = 1_000_000;

/** Takes one profile at a time. */
export function createProfiler(parts: ProfilerParts): Profiler {
  const { hooks, context, now, clockUs } = parts;
  let isRunning = false;
  let isStopped = false;
  let endedAt = Number.NEGATIVE_INFINITY;
  let endEarly: () => void = () => undefined;

  function refuseWhileBusy(): void {
    if (isStopped) throw new RadiantError('not-started', 'the agent is not running');
    if (isRunning) throw new RadiantError('profile-busy', 'another profile is being taken');
    const waitMs = endedAt + coolDownMs - now();
    if (waitMs <= 0) return;
    const seconds = Math.ceil(waitMs / 1_000);
    throw new RadiantError('profile-busy', `the last profile was just now; wait ${seconds} s`);
  }

  /** Outside of any call, which the timer would carry on. */
  function waited(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const cancel = context.exit(() => parts.after(ms, resolve));
      endEarly = () => {
        cancel();
        resolve();
      };
    });
  }

  async function take({ durationMs, intervalMs }: CheckedProfileOptions) {
    const from = parts.wallNow();
    const log = createSliceLog(sliceLimit);
    const accounts = createAccounts({ context, limit: parts.nameLimit, slices: log });
    const startedAtUs = clockUs();
    const running = await startV8Profiler(parts.inspector(), intervalMs);
    const offsetUs = clockUs() - now() * 1_000;
    const resume = parts.suspendSampling();
    hooks.open(accounts, Number.POSITIVE_INFINITY, () => undefined);
    try {
      if (!isStopped) await waited(durationMs);
    } finally {
      hooks.close();
      resume();
    }
    const profile = await running.stop();
    const shiftUs = shiftOf(profile.startTime, startedAtUs);
    const labelAt = (us: number): CpuLabel | undefined => {
      const index = log.at((us + shiftUs - offsetUs) / 1_000);
      return index === undefined ? undefined : accounts.all[index]?.label;
    };
    const attributed = attribute(profile, labelAt);
    return { from, durationMs, intervalMs, truncated: log.isFull, ...attributed };
  }

  return {
    async profile(given) {
      const options = checkProfileOptions(given);
      refuseWhileBusy();
      isRunning = true;
      try {
        return await take(options);
      } finally {
        isRunning = false;
        endedAt = now();
      }
    },
    stop() {
      isStopped = true;
      endEarly();
    },
  };
}

/** 0 where V8 looks at the same clock, as on Linux; else what brings its start to ours. */
function shiftOf(startTimeUs: number, startedAtUs: number): number {
  const differenceUs = startedAtUs - startTimeUs;
  return Math.abs(differenceUs) < sameClockUs ? 0 : differenceUs;
}
