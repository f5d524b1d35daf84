/**
 * Whether a batch is to be sent again, as Segment's own client has it; 0 is no
 * answer at all. Others are final: 2xx is taken, the rest refused.
 * https://github.com/segmentio/analytics-next/blob/master/packages/browser/src/plugins/segmentio/shared-dispatcher.ts
 */
export function isRetried(status: number): boolean {
  return /^(0|4(08|10|29|60)|5(?!01|05|11)..)$/.test(`${status}`);
}
