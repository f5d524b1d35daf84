import './observers.css';
import type { FindingsReport } from '../../../../common/load-report';
import { apiAddress } from '../../data/api';
import { rangeParams } from '../../data/read-address';
import { useAnswer } from '../../data/use-answer';
import { FindingList } from './finding-list';

/** Which observers take the CPU, which leak, and which are not shared. */
export function Observers() {
  const findings = useAnswer<FindingsReport>(apiAddress('findings', rangeParams()));
  return (
    <div class="panels">
      <FindingList answer={findings} />
    </div>
  );
}
