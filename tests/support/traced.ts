import { TraceBuffer } from '../../common/trace-buffer';
import { Work } from '../../common/work';
import { anInvocation } from './samples';

/** A method that is under way and traced: what it does is found in its buffer. */
export function aTracedCall(name = 'reports.weekly', limit = 200) {
  const trace = new TraceBuffer(1_000, limit, { left: 1_000 }, () => '0'.repeat(32));
  const root = trace.open('method', name, -1, 1_000);
  return { ...anInvocation('method', name), work: new Work(trace, root, undefined), trace };
}
