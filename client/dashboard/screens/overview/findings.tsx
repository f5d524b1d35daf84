import type { FindingsReport } from '../../../../common/load-report';
import { rangeLabel } from '../../state/range';
import { FindingCard } from '../../ui/finding-card';
import { Link } from '../../ui/link';

const most = 5;

/** What was found; and in words that nothing was. */
export function Findings({ report }: { report: FindingsReport }) {
  const { findings, processCpuMs } = report;
  if (findings.length === 0) {
    return (
      <p class="all-well">
        {processCpuMs === undefined
          ? `Nothing was reported in the ${rangeLabel.value}: is the app running, and is the range right?`
          : `Nothing to do: Radiant found nothing wrong in the ${rangeLabel.value}.`}
      </p>
    );
  }
  return (
    <div class="finding-list">
      {findings.slice(0, most).map((finding, index) => (
        <FindingCard
          key={`${finding.kind} ${JSON.stringify(finding.subject)}`}
          finding={finding}
          isBrief={index > 0}
        />
      ))}
      {findings.length > most && (
        <p>
          <Link to="observers">{findings.length - most} more on the screen Observers</Link>
        </p>
      )}
    </div>
  );
}
