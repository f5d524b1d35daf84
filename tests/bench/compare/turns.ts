/** What the two processes of a pair are asked for. */
export interface Turn {
  readonly subject: string;
  readonly variant: Variant;
  /** How long to be at work at least: on a busy machine a turn is longer, and measures as much. */
  readonly forMs: number;
}

export type Variant = 'bare' | 'radiant';

/** The answer: nanoseconds of one operation, each time it was measured; none where there is no such variant. */
export type Times = readonly number[];
