/** What the two processes of a pair are asked for. */
export interface Turn {
  readonly subject: string;
  readonly variant: Variant;
  /** How long to measure at least. */
  readonly forMs: number;
}

export type Variant = 'bare' | 'radiant';

/** The answer: nanoseconds of one operation, each time it was measured; none where there is no such variant. */
export type Times = readonly number[];
