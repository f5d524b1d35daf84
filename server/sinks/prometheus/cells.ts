/** What one series has come to since the process started. */
export type Cell = NumberCell | HistogramCell;

interface SeenCell {
  /** `{name="value"}`. */
  readonly labels: string;
  /** Number of the last batch that had it. */
  seen: number;
}

export interface NumberCell extends SeenCell {
  readonly kind: 'number';
  value: number;
}

export interface HistogramCell extends SeenCell {
  readonly kind: 'histogram';
  count: number;
  sum: number;
  /** Counts by bound, not cumulative, one more than bounds; empty where only sum and count are told. */
  readonly buckets: number[];
  /** The last one of each bucket. */
  readonly exemplars: Map<number, Exemplar>;
}

/** A single value that led to a bucket's count, and its trace. */
export interface Exemplar {
  readonly traceId: string;
  /** In the family's unit. */
  readonly value: number;
  /** Epoch seconds. */
  readonly at: number;
}

/** All series of one name. */
export interface Family {
  readonly name: string;
  readonly kind: 'counter' | 'gauge' | 'histogram';
  readonly help: string;
  /** In the family's unit; undefined where only sum and count are told. */
  readonly bounds: readonly number[] | undefined;
  /** Whether a gauge that nobody told for two batches is gone. Those of the app stay. */
  readonly isVolatile: boolean;
  readonly cells: Map<string, Cell>;
}
