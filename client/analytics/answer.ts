/** What becomes of a batch: taken, to be sent in smaller parts, to be sent again, or refused for good. */
export type Answer = 'taken' | 'halve' | 'retry' | 'refused';

/**
 * What a status means, as Segment's own client has it; 0 is no answer at all.
 * https://github.com/segmentio/analytics-next/blob/master/packages/browser/src/plugins/segmentio/shared-dispatcher.ts
 */
export function answerOf(status: number): Answer {
  if (status >= 200 && status < 300) return 'taken';
  if (status === 413) return 'halve';
  const again = !status || /^(408|410|429|460|5..)$/.test(`${status}`);
  return again && !/^5(01|05|11)$/.test(`${status}`) ? 'retry' : 'refused';
}
