/**
 * Why something was lost, or folded into something coarser. A closed set:
 * extend it here, never invent a reason at the call site.
 *
 * - `buffer-full`: a sink fell behind and its backlog outgrew its byte limit; the oldest batch went.
 * - `sink-failed`: a sink refused a batch for good.
 * - `too-large`: one batch alone is larger than the backlog may be.
 * - `series-limit`: a sample of a new series arrived after the limit; it was kept under `_OTHER`.
 * - `instrument-failed`: Radiant's own code failed while recording; the app's call went on.
 * - `unfinished`: a call was still running when the agent stopped.
 * - `shutdown`: the process ended before a batch could be delivered.
 */
export type DropReason =
  | 'buffer-full'
  | 'sink-failed'
  | 'too-large'
  | 'series-limit'
  | 'instrument-failed'
  | 'unfinished'
  | 'shutdown';

/** How many samples or batches were lost, by reason; a reason that never happened is absent. */
export type Drops = Readonly<Partial<Record<DropReason, number>>>;
