import { useEffect } from 'preact/hooks';
import type { TracesAnswer } from '../../../../common/read-traces';
import { rangeParams } from '../../data/read-address';
import { useAnswer } from '../../data/use-answer';
import { params, setParams } from '../../state/location';
import { TraceList } from './trace-list';
import { TraceView } from './trace-view';
import { traceListAddress } from './traces-address';
import './traces.css';

/** The search for traces, and above it the one that was picked. */
export function Traces() {
  const { trace, ddp } = params.value;
  const answer = useAnswer<TracesAnswer>(traceListAddress(params.value, rangeParams()));

  // The call of a client has one trace: that is what was asked for.
  const only = ddp && !answer.isLoading ? answer.data?.traces[0] : undefined;
  useEffect(() => {
    if (only && only.ddp === ddp && !trace) setParams({ trace: only.traceId }, 'replace');
  }, [only, ddp, trace]);

  return (
    <div class="panels">
      {trace && <TraceView key={trace} traceId={trace} />}
      <TraceList answer={answer} />
    </div>
  );
}
