import type { Drops } from './drops';
import type { Resource } from './resource';

/** `degraded`: works in part, the reason says what is missing. `off`: records nothing. */
export type HookState = 'ok' | 'degraded' | 'off';

export interface HookStatus {
  readonly state: HookState;
  /** Present unless `ok`: what is missing and what it means. */
  readonly reason?: string;
}

export interface SinkStatus {
  /** `retrying`: the last attempt failed. `open`: five did in a row; the sink is tried every half minute. */
  readonly state: 'ok' | 'retrying' | 'open';
  /** In memory. */
  readonly waitingBytes: number;
  readonly waitingBatches: number;
  /** Present when batches may wait on disk. */
  readonly onDisk?: { readonly bytes: number; readonly batches: number };
  readonly delivered: number;
  /** The last failure, without secrets. */
  readonly lastError?: string;
}

/** What the agent says about itself; also at `GET /_radiant/api/v1/status`. */
export interface Status {
  readonly running: boolean;
  readonly version: string;
  /** Absent when the agent never ran. */
  readonly resource?: Resource;
  /** By hook: session, method, publication, serverCall, bytes, connections, process, api, collector ... */
  readonly hooks: Readonly<Record<string, HookStatus>>;
  readonly sinks: Readonly<Record<string, SinkStatus>>;
  /** Name of the sink that is read; absent when none can be. */
  readonly backend?: string;
  /** Since the start of the agent. */
  readonly drops: Drops;
  readonly series: number;
  readonly batches: number;
}
