/**
 * Why something was lost, or folded into something coarser, and what each reason means. A closed
 * set: extend it here, never invent a reason at the call site.
 */
export const dropReasons = {
  'buffer-full':
    'a sink fell behind and its backlog outgrew its byte limit; the oldest batch went.',
  'merged-away':
    'the same, but before that: traces, errors and lines that a merged batch has no room for.',
  'spill-full': 'a batch that waited on disk, when the disk had all it may hold.',
  'spill-failed': 'a batch that waited on disk and could not be read there again.',
  'sink-failed': 'a sink refused a batch for good.',
  refused:
    'data points, spans or lines that a sink refused for good of a batch whose rest it took.',
  'too-large': 'one batch alone is larger than the backlog may be.',
  'series-limit': 'a sample of a new series arrived after the limit; it was kept under `_OTHER`.',
  'trace-limit':
    'a trace that would have been kept had no room, or so many were open that it was not followed.',
  'error-limit':
    'an error of a new group arrived after the limit of its window; `error.count` has it.',
  'log-limit':
    'more was logged in a window than is kept; the oldest lines went, `log.lines` has them.',
  'event-limit':
    "an analytics event of the app's own server code found no room; browsers are told to come again.",
  'instrument-failed': "Radiant's own code failed while recording; the app's call went on.",
  invalid: "a number or name of the app's own that cannot be used, such as NaN.",
  unfinished: 'a call was still running when the agent stopped.',
  shutdown: 'the process ended before a batch could be delivered.',
} as const;

export type DropReason = keyof typeof dropReasons;

/**
 * How many were lost, by reason; a reason that never happened is absent. Of
 * batches the windows count: a merged one covers several.
 */
export type Drops = Readonly<Partial<Record<DropReason, number>>>;
