import { durationText } from '../../format/value';
import { FactRow } from '../../ui/fact-row';
import type { SpanRow } from './span-rows';
import { stepMeanings } from './step-words';

/** All that is known of one step. */
export function SpanDetail({ row: { span, startMs, selfMs } }: { row: SpanRow }) {
  const { onCpuMs, attributes = {} } = span;
  const facts: Array<readonly [string, string]> = [
    ['began after', durationText(startMs)],
    ['took', durationText(span.durationMs)],
    ['self', durationText(selfMs)],
    ...(onCpuMs === undefined ? [] : [['on the CPU, at least', durationText(onCpuMs)] as const]),
    ...(span.failed ? [['failed', 'yes'] as const] : []),
    ...(span.unfinished ? [['finished', 'not when the trace ended'] as const] : []),
    ...Object.entries(attributes).map(([name, value]) => [name, String(value)] as const),
    ['span id', span.id],
  ];
  return (
    <>
      <p>{stepMeanings[span.kind]}</p>
      <FactRow facts={facts} />
    </>
  );
}
