import type { Document } from '../driver/driver';

export type MutationEvent = 'i' | 'u' | 'r';

/** What travels over the bus when a document was written; only its id, others ask for the rest. */
export interface Message {
  readonly e: MutationEvent;
  readonly d: Document & { readonly _id: unknown };
  /** Top-level fields of an update. */
  readonly f?: readonly string[];
  /** Whether nothing was written, and the message alone carries the change. */
  readonly s?: boolean;
  /** The instance that has told its own observers already. */
  readonly u?: string | null;
}

/** The channel of one document. */
export function dedicatedChannel(collectionName: string, id: unknown): string {
  return `${collectionName}::${String(id)}`;
}
