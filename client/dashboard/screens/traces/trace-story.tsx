import { useMemo } from 'preact/hooks';
import type { ReadTrace, TracesAnswer } from '../../../../common/read-traces';
import { useAnswer } from '../../data/use-answer';
import { countText } from '../../format/value';
import { Link } from '../../ui/link';
import { SplitBar } from './split-bar';
import { stepWords } from './step-words';
import { timeSplit } from './time-split';
import { traceWords } from './trace-words';
import { isKeptAddress } from './traces-address';

/** In words: what took the time, what held it up, and what to do. */
export function TraceStory({ trace }: { trace: ReadTrace }) {
  const { took, hints } = useMemo(() => traceWords(trace), [trace]);
  const parts = useMemo(() => timeSplit(trace.spans ?? [], trace.durationMs), [trace]);
  return (
    <div class="trace-story">
      <h3>What took the time</h3>
      <ul class="trace-took-words">
        {took.map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ul>
      <SplitBar parts={parts} />
      <ul class="trace-hints">
        <BlockedBy around={trace.around} />
        {hints.map((hint) => (
          <li key={hint}>{hint}</li>
        ))}
      </ul>
    </div>
  );
}

/** What its session was busy with when it came; its trace, if that was kept. */
function BlockedBy({ around: { blockedBy, queuedBefore = 0 } }: Pick<ReadTrace, 'around'>) {
  const id = blockedBy?.traceId;
  const { data, isLoading } = useAnswer<TracesAnswer>(id && isKeptAddress(id));
  if (!blockedBy) return null;
  const { kind, name } = blockedBy;
  const isKept = data !== undefined && data.traces.length > 0;
  return (
    <li>
      It came while its session ran the {stepWords[kind]}{' '}
      {isKept ? (
        <Link to="traces" with={{ trace: id }}>
          {name}
        </Link>
      ) : (
        <strong>{name}</strong>
      )}
      {queuedBefore > 0 && `, behind ${countText(queuedBefore)} more in the queue`}
      {isKept || isLoading ? '.' : ' (no trace of that one was kept).'} If the order does not
      matter, let {name} call <code>this.unblock()</code>.
    </li>
  );
}
