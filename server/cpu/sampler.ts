import type { Recorder } from '../../common/recorder';
import type { HookState } from '../../common/status';
import type { Undo } from '../../common/undo';
import { createOwnShare, mostOwnShare } from './own-share';
import type { SliceHooks } from './slice-hooks';
import { createWindowTally } from './window-tally';

export interface SamplerParts {
  readonly hooks: SliceHooks;
  readonly recorder: Pick<Recorder, 'now' | 'record' | 'onCollect' | 'context'>;
  /** CPU time so far, in milliseconds. */
  readonly cpuTimeMs: () => number;
  /** Calls `fn` once after `ms`; returns the way to call it off. */
  readonly after: (ms: number, fn: () => void) => () => void;
  /** From 0 to 1. */
  readonly random: () => number;
  readonly windowMs: number;
  /** From the start of a window to that of the next, on average. */
  readonly intervalMs: number;
  /** Names that are told apart. */
  readonly nameLimit: number;
  /** Told when sampling pauses, and when it goes on. */
  readonly tell: (state: HookState, reason?: string) => void;
}

/** Estimates CPU time per name from short windows in which every slice is booked. */
export interface CpuSampler {
  /** Closes the window under way and opens no other until the way back is taken. */
  suspend(): Undo;
  /** Records what is left, and stops for good. */
  readonly stop: Undo;
}

/** A window is closed early at so many slices: some 65 ms of hooks, which every 10 s are 0.65 % of a core. */
export const mostSlices = 300_000;
/** After a window with fewer slices, the next one may come earlier. */
export const fewSlices = 2_000;
/** Share of the time in windows, then. */
export const mostDuty = 0.04;
export const pauseMs = 10 * 60_000;
const jitter = 0.2;

/** Opens a window now and then, and records `cpu.estimate` when the recorder collects. */
export function startSampler(parts: SamplerParts): CpuSampler {
  const { recorder, after, random, windowMs, intervalMs } = parts;
  const tally = createWindowTally({ ...parts, sliceLimit: mostSlices });
  const own = createOwnShare(recorder.now());
  let state: 'sampling' | 'paused' | 'stopped' = 'sampling';
  let suspensions = 0;
  let cancel: () => void = () => undefined;

  /** Outside of any call: the timer would carry on the invocation that is current. */
  function wait(ms: number, step: () => void): void {
    cancel();
    cancel = recorder.context.exit(() => after(ms, step));
  }

  function openLater(slices: number): void {
    const shortestMs = slices < fewSlices ? windowMs / mostDuty : intervalMs;
    const periodMs = Math.min(intervalMs, shortestMs) * (1 - jitter + 2 * jitter * random());
    wait(Math.max(0, periodMs - windowMs), open);
  }

  function open(): void {
    if (suspensions > 0 || state !== 'sampling') return;
    tally.open(close);
    wait(windowMs, close);
  }

  function close(): void {
    const slices = tally.close();
    own.addSlices(slices);
    if (own.isTooMuch(recorder.now())) pause();
    else openLater(slices);
  }

  function pause(): void {
    state = 'paused';
    parts.tell('degraded', whyPaused);
    wait(pauseMs, () => {
      state = 'sampling';
      parts.tell('ok');
      own.begin(recorder.now());
      open();
    });
  }

  function collect(): void {
    own.addMs(tally.tell(state === 'sampling'));
  }

  const forget = recorder.onCollect(collect);
  wait(random() * intervalMs, open);

  return {
    suspend() {
      suspensions++;
      if (state === 'sampling') cancel();
      own.addSlices(tally.close());
      let over = false;
      return () => {
        if (over) return;
        over = true;
        suspensions--;
        if (state === 'sampling' && suspensions === 0) openLater(mostSlices);
      };
    },
    stop() {
      if (state === 'stopped') return;
      state = 'stopped';
      cancel();
      forget();
      tally.close();
      collect();
    },
  };
}

const whyPaused =
  `Radiant itself took more than ${mostOwnShare * 100} % of a core; ` +
  `no CPU time is estimated for ${pauseMs / 60_000} minutes`;
