import type { Invocation } from '../../../common/invocation';
import type { ObserverCell } from '../../../common/observer-cell';

/** One live `observeChanges` handle. */
export interface HandleRecord {
  readonly id: unknown;
  readonly cell: ObserverCell;
  /** What opened it; undefined for code outside of any call. */
  readonly opener: Invocation | undefined;
  readonly openedAt: number;
}
