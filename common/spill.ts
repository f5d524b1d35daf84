import type { Batch } from './batch';

/**
 * Batches of one sink that wait on disk, oldest first, over the end of the
 * process. Nothing here throws or rejects: what is lost is counted.
 */
export interface Spill {
  /** Takes a batch in. False when it could not be written; it is then not counted as lost. */
  put(batch: Batch): Promise<boolean>;
  /** The oldest that can be read; stays until it is removed. `undefined` when there is none. */
  first(): Promise<Batch | undefined>;
  /** It was delivered, or refused for good. Harmless for one that is not there. */
  remove(id: string): Promise<void>;
  /** Whether a batch would be kept without another one being let go. */
  readonly hasRoom: boolean;
  status(): { readonly bytes: number; readonly batches: number };
  /** Lets go of timers. What waits stays. */
  close(): void;
}
