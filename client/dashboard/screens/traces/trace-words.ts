import type { ReadTrace } from '../../../../common/read-traces';
import type { Span, SpanKind } from '../../../../common/trace';
import { shareText } from '../../format/share-text';
import { timesText } from '../../format/times-text';
import { durationText } from '../../format/value';
import { stepLabel, stepWords } from './step-words';
import { type SplitKind, type SplitPart, type SplitStep, timeSplit } from './time-split';

/** What a trace says, in sentences. */
export interface TraceWords {
  /** What took the time, the most first. */
  readonly took: readonly string[];
  /** What is odd about it, and what to do. */
  readonly hints: readonly string[];
}

type Told = Pick<ReadTrace, 'kind' | 'durationMs' | 'outcome' | 'spans' | 'beyond' | 'around'>;

const leastShare = 0.1;
const mostParts = 3;
const manyTimes = 10;

/** Puts a trace into words. */
export function traceWords(trace: Told): TraceWords {
  const { spans = [], durationMs } = trace;
  const parts = timeSplit(spans, durationMs);
  const large = parts.filter(({ share }, index) => index === 0 || share >= leastShare);
  return {
    took: large.slice(0, mostParts).map((part) => sentenceOf(part, spans)),
    hints: [
      ...failedHints(spans),
      ...loopHints(trace),
      ...repeatedHints(parts),
      ...unfinishedHints(trace),
      ...beyondHints(trace),
    ],
  };
}

/** What a part of a call is, for people. */
export const splitWords: Readonly<Record<SplitKind, string>> = {
  own: 'in its own code, or in waits that Radiant does not see',
  call: 'in other calls that it made',
  queue: 'waiting in the session’s queue',
  fence: 'until observers had its writes (write fence)',
  db: 'waiting for the database',
  'http.client': 'waiting for HTTP answers',
  email: 'sending e-mail',
  observe: 'opening observers',
  custom: 'in steps the app named',
};

function sentenceOf({ kind, share, steps }: SplitPart, spans: readonly Span[]): string {
  const start = `${shareText(share)} ${splitWords[kind]}`;
  if (kind === 'queue' || kind === 'fence') return start;
  if (kind === 'own') {
    const onCpuMs = spans[0]?.onCpuMs;
    return onCpuMs === undefined ? start : `${start}; at least ${durationText(onCpuMs)} on the CPU`;
  }
  const [first, second, ...others] = steps.map(stepText);
  const rest = others.length > 0 ? ` and ${others.length} more` : '';
  return `${start}: ${[first, second].filter(Boolean).join(', ')}${rest}`;
}

function stepText({ label, count }: SplitStep): string {
  return `${label} ${timesText(count)}`;
}

function failedHints(spans: readonly Span[]): string[] {
  const failed = spans.filter(({ failed, kind }) => failed && kind !== 'run').slice(1);
  const labels = [...new Set(failed.map((span) => `${stepWords[span.kind]} ${stepLabel(span)}`))];
  return labels.length > 0 ? [`These steps failed: ${labels.slice(0, 5).join(', ')}.`] : [];
}

function loopHints({ durationMs, around, spans = [] }: Told): string[] {
  const { loopBusyMs } = around;
  if (loopBusyMs === undefined || durationMs <= 0) return [];
  const share = Math.min(1, loopBusyMs / durationMs);
  const ownMs = spans[0]?.onCpuMs ?? 0;
  const busy = `The event loop was busy for ${shareText(share)} of the time`;
  if (share < 0.5) return [`${busy}: it did not hold the call up much.`];
  if (ownMs > loopBusyMs / 2) {
    return [`${busy}, mostly with this call’s own code: split up its work, or do less of it.`];
  }
  return [
    `${busy}, mostly with other work: answers that were there had to wait. Look at what else the process did, at Observers first.`,
  ];
}

function repeatedHints(parts: readonly SplitPart[]): string[] {
  return parts
    .filter(({ kind }) => kind === 'db' || kind === 'http.client')
    .flatMap(({ steps }) => steps)
    .filter(({ count }) => count >= manyTimes)
    .slice(0, 2)
    .map(({ label, count }) => `${label} ran ${timesText(count)} in one call: try to ask once.`);
}

function unfinishedHints({ spans = [] }: Told): string[] {
  const open = spans.slice(1).filter(({ unfinished }) => unfinished);
  if (open.length === 0) return [];
  const [is, what] = open.length === 1 ? ['step was', 'it'] : ['steps were', 'them'];
  return [`${open.length} ${is} still under way at its end: does an await miss before ${what}?`];
}

function beyondHints({ beyond = {}, spans = [] }: Told): string[] {
  const kinds = Object.entries(beyond) as Array<
    [SpanKind, { readonly count: number; readonly durationMs: number }]
  >;
  if (kinds.length === 0) return [];
  const more = kinds.map(
    ([kind, { count, durationMs }]) =>
      `${stepWords[kind]} ${timesText(count)} (${durationText(durationMs)} in all)`,
  );
  return [`Beyond the ${spans.length} steps that are kept there were more: ${more.join(', ')}.`];
}
