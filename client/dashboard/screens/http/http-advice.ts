import { durationText, valueText } from '../../format/value';
import type { Side } from './http-reads';
import type { HttpRow } from './http-rows';

const slowMs = 1_000;
const manyFailures = 0.01;
const manyAborts = 0.05;

type Told = Pick<HttpRow, 'shareOf' | 'p95'>;

/** What the figures of requests say, and what to do: the most telling first. */
export function httpAdvice(side: Side, { shareOf, p95 = 0 }: Told): string[] {
  const { '5xx': failed = 0, 'no answer': lost = 0 } = shareOf;
  const words = side === 'in' ? ofTheApp : ofOthers;
  const said = [
    ...(failed >= manyFailures ? [words.failed(valueText(failed, 'ratio'))] : []),
    ...(lost >= manyAborts ? [words.lost(valueText(lost, 'ratio'))] : []),
    ...(p95 >= slowMs ? [words.slow(durationText(p95))] : []),
  ];
  return said.length > 0 ? said : ['Nothing stands out: they are answered, and soon.'];
}

/** Which requests to look at, where all are shown. */
export function allAdvice(rows: readonly HttpRow[]): string[] {
  const [top] = [...rows].sort((a, b) => (b.impact ?? 0) - (a.impact ?? 0));
  if (!top?.impact || rows.length < 2) return [];
  const share = valueText(top.impact, 'ratio');
  return [`${top.method} ${top.place} has ${share} of the time that requests take.`];
}

const ofTheApp = {
  failed: (share: string) => `The app fails to answer ${share} of them: see its errors.`,
  lost: (share: string) =>
    `${share} are aborted by who sent them, as happens when an answer takes too long.`,
  slow: (ms: string) => `One in 20 takes longer than ${ms}: its slowest traces show what for.`,
};

const ofOthers = {
  failed: (share: string) => `That server fails to answer ${share} of them: tell who runs it.`,
  lost: (share: string) => `${share} get no answer: check address, network and time limits.`,
  slow: (ms: string) =>
    `One in 20 takes longer than ${ms}: whoever waits for them waits as long. Set a time limit, or ask from a job.`,
};
