import type { Sink } from '../../common/sink';
import type { FaultyServer, ServerFault } from './faulty-server';
import type { Stored } from './figures';

export type Fault = ServerFault | 'full disk';

/** A sink's backend for one run. */
export interface OpenPlace {
  /** A sink of one process. */
  sink(): Sink;
  become(fault?: Fault): Promise<void> | void;
  /** What it has. */
  stored(): Stored | Promise<Stored>;
  readonly requests?: FaultyServer['requests'];
  close(): Promise<void> | void;
}

export interface Place {
  readonly name: string;
  /** What can happen to it. */
  readonly faults: readonly Fault[];
  /** Of these, the ones in which a write is heard of no more before the clock is wound on. */
  readonly slow: readonly Fault[];
  /** Of these, the ones after which a batch is not given again. */
  readonly final: readonly Fault[];
  /** Whether what is counted in it is always all since the start, windows that it refused included. */
  readonly isCumulative: boolean;
  /** Whether several processes can write to it. */
  readonly isShared: boolean;
  /** Whether it is on this machine; says so where it is not. Always, unless given. */
  readonly isThere?: () => Promise<boolean>;
  open(now: () => number): Promise<OpenPlace>;
}
