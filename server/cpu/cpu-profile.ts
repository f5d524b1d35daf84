/**
 * A CPU profile as V8 makes it, and as `.cpuprofile` files hold it: see
 * https://chromedevtools.github.io/devtools-protocol/tot/Profiler/#type-Profile
 */
export interface CpuProfile {
  readonly nodes: readonly ProfileNode[];
  /** Microseconds of V8's monotonic clock, as is `endTime`. */
  readonly startTime: number;
  readonly endTime: number;
  /** Ids of the nodes that were on top of the stack. */
  readonly samples: readonly number[];
  /** Microseconds between a sample and the one before it; the first from `startTime`. */
  readonly timeDeltas: readonly number[];
}

export interface ProfileNode {
  readonly id: number;
  readonly callFrame: CallFrame;
  readonly hitCount?: number | undefined;
  readonly children?: readonly number[] | undefined;
}

export interface CallFrame {
  readonly functionName: string;
  readonly scriptId: string;
  readonly url: string;
  /** Both count from 0. */
  readonly lineNumber: number;
  readonly columnNumber: number;
}

/** One look at the stack. */
export interface ProfileSample {
  readonly nodeId: number;
  /** Microseconds of V8's clock. */
  readonly at: number;
  /** Until the next look, in milliseconds. */
  readonly ms: number;
}

/** The samples of a profile, each with its time. */
export function* samplesOf(profile: CpuProfile): Generator<ProfileSample, void> {
  const { samples, timeDeltas, endTime } = profile;
  let at = profile.startTime + (timeDeltas[0] ?? 0);
  for (const [index, nodeId] of samples.entries()) {
    const delta = timeDeltas[index + 1] ?? Math.max(0, endTime - at);
    yield { nodeId, at, ms: Math.max(0, delta) / 1_000 };
    at += delta;
  }
}
