import type { ComparedKind } from '../../common/releases-answer';
import type { Distribution } from './distribution';

/** What one name did in one window of one release. */
export interface SideWindow {
  calls: number;
  errors: number;
  /** Of what is compared; empty where the store let buckets go, or nothing was timed. */
  readonly times: Distribution;
}

/** What one name did in one release. What is absent is unknown. */
export interface SideEntry {
  readonly kind: ComparedKind;
  readonly name: string;
  /** By number of the window; both releases count windows from the same time. */
  readonly windows: Map<number, SideWindow>;
  readonly measure: 'run' | 'duration';
  /** Where `measure` is `run`: from receipt to result. */
  duration?: Distribution;
  callsPerSecond?: number;
  cpuMs?: number;
}

/** All that is compared of one release, by `sideKey`. */
export type ReleaseSide = ReadonlyMap<string, SideEntry>;

export function sideKey(kind: ComparedKind, name: string): string {
  return `${kind}:${name}`;
}
