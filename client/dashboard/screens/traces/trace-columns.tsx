import type { ReadTrace } from '../../../../common/read-traces';
import { timeText } from '../../format/time';
import { durationText, UNKNOWN } from '../../format/value';
import type { Column } from '../../ui/table-columns';
import { keptInShort, keptWords, outcomeWords, stepWords } from './step-words';

/** Columns of the list. Bars are as long as the trace took, of the longest one listed. */
export function traceColumns(longestMs: number, hasUsers: boolean): Array<Column<ReadTrace>> {
  return [
    {
      ...{ name: 'name', title: 'Name', isText: true },
      ...{ valueOf: ({ name }) => name, show: ({ name }) => name },
    },
    {
      ...{ name: 'kind', title: 'Kind', isText: true },
      ...{ valueOf: ({ kind }) => kind, show: ({ kind }) => stepWords[kind] },
    },
    {
      ...{ name: 'time', title: 'Time', help: 'When it began, in your time zone.' },
      ...{ valueOf: ({ at }) => at, show: ({ at }) => timeText(at) },
    },
    {
      ...{ name: 'duration', title: 'Took' },
      help: 'From the arrival of the call until all was done: queue, handler, and the write fence.',
      valueOf: ({ durationMs }) => durationMs,
      show: ({ durationMs }) => <Took durationMs={durationMs} longestMs={longestMs} />,
    },
    {
      ...{ name: 'outcome', title: 'Outcome', isText: true },
      valueOf: ({ outcome }) => outcome,
      show: ({ outcome }) =>
        outcome === 'ok' ? 'ok' : <strong class="trace-bad">{outcomeWords[outcome]}</strong>,
    },
    {
      ...{ name: 'kept', title: 'Kept as', isText: true },
      help: 'Of each name and window the first failures, the slowest, and one at random are kept; that one stands for all the others.',
      valueOf: ({ kept }) => keptWords[kept],
      show: keptInShort,
    },
    {
      ...{ name: 'blockedBy', title: 'Blocked by', isText: true },
      help: 'What its session worked on when it arrived; only calls of clients wait like that.',
      valueOf: ({ around }) => around.blockedBy?.name,
      show: (trace) => trace.around.blockedBy?.name ?? (trace.ddp ? 'nothing' : UNKNOWN),
    },
    {
      ...{ name: 'release', title: 'Release', isText: true },
      valueOf: ({ resource }) => resource.release,
      show: ({ resource }) => resource.release,
    },
    {
      ...{ name: 'instance', title: 'Instance', isText: true },
      valueOf: ({ resource }) => resource.instance,
      show: ({ resource }) => `${resource.host} ${resource.instance.slice(0, 6)}`,
    },
    ...(hasUsers ? [userColumn] : []),
    {
      ...{ name: 'traceId', title: 'Trace', isText: true },
      valueOf: ({ traceId }) => traceId,
      show: ({ traceId }) => <code>{traceId.slice(0, 8)}</code>,
    },
  ];
}

const userColumn: Column<ReadTrace> = {
  ...{ name: 'userId', title: 'User', isText: true },
  ...{ valueOf: ({ userId }) => userId, show: ({ userId }) => userId ?? UNKNOWN },
};

function Took({ durationMs, longestMs }: { durationMs: number; longestMs: number }) {
  const width = longestMs > 0 ? (100 * durationMs) / longestMs : 0;
  return (
    <span class="trace-took">
      <span class="trace-took-bar" aria-hidden="true">
        <span style={{ width: `${width}%` }} />
      </span>
      <span class="trace-took-text">{durationText(durationMs)}</span>
    </span>
  );
}
