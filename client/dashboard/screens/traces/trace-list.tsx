import { useMemo } from 'preact/hooks';
import type { ReadTrace, TracesAnswer } from '../../../../common/read-traces';
import type { Answer } from '../../data/use-answer';
import { timeText } from '../../format/time';
import { params, setParams } from '../../state/location';
import { range, rangeLabel } from '../../state/range';
import { DataTable } from '../../ui/data-table';
import { Panel } from '../../ui/panel';
import { Shown } from '../../ui/states';
import { traceColumns } from './trace-columns';
import { TraceSearch } from './trace-search';
import { listLimit } from './traces-address';

/** The search, and what it found. */
export function TraceList({ answer }: { answer: Answer<TracesAnswer> }) {
  const traces = answer.data?.traces ?? [];
  const names = useMemo(() => [...new Set(traces.map(({ name }) => name))].sort(), [traces]);
  const hasUsers = traces.some(({ userId }) => userId !== undefined);
  return (
    <Panel
      title="Traces"
      help="A trace is what one call did, step by step. Of each name and window the first failures, the slowest, and one at random are kept."
      isWide
    >
      <TraceSearch names={names} hasUsers={hasUsers} />
      <Shown answer={answer} isEmpty={(found) => found.traces.length === 0} empty={<Nothing />}>
        {(found) => <Found found={found} hasUsers={hasUsers} />}
      </Shown>
    </Panel>
  );
}

function Found({ found, hasUsers }: { found: TracesAnswer; hasUsers: boolean }) {
  const { traces, more, keptFrom } = found;
  const { order, trace: picked } = params.value;
  const longestMs = traces.reduce((most, { durationMs }) => Math.max(most, durationMs), 0);
  const columns = useMemo(() => traceColumns(longestMs, hasUsers), [longestMs, hasUsers]);
  const isCut = keptFrom !== undefined && keptFrom > range.value.from && !params.value.ddp;
  return (
    <>
      {more && (
        <p class="note">
          These are the {order === 'slowest' ? 'slowest' : 'newest'} {listLimit}; there are more.
          Narrow the search or the range to see others.
        </p>
      )}
      {isCut && <p class="note">Traces are kept since {timeText(keptFrom)}.</p>}
      <DataTable<ReadTrace>
        label="Traces"
        rows={traces}
        columns={columns}
        keyOf={keyOf}
        sortedBy={order === 'slowest' ? 'duration.desc' : 'time.desc'}
        picked={traces.map(keyOf).find((key) => key.startsWith(`${picked}/`))}
        onPick={({ traceId }) => setParams({ trace: traceId, span: undefined })}
      />
    </>
  );
}

/** Parts of one trace are rows of their own. */
function keyOf({ traceId, at, durationMs, resource, kind, name }: ReadTrace): string {
  return [traceId, resource.instance, at, durationMs, kind, name].join('/');
}

function Nothing() {
  if (params.value.ddp) {
    return (
      <>
        No trace of this client’s call was kept. Of each name and window the first failures, the
        slowest, and one at random are kept; look for others of the same name.
      </>
    );
  }
  return (
    <>
      No trace like that in the {rangeLabel.value}. Widen the range, or clear the search. Where
      there is none at all, nothing was called, or the option <code>traces.enabled</code> is off.
    </>
  );
}
