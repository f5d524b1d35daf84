import { useState } from 'preact/hooks';
import type { FindingsReport } from '../../../../common/load-report';
import { rangeLabel } from '../../state/range';
import { FindingCard } from '../../ui/finding-card';
import { firstFindings } from './first-findings';

/** What was found; and in words that nothing was. */
export function Findings({ report }: { report: FindingsReport }) {
  const [isAll, showAll] = useState(false);
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
  const shown = isAll ? findings : firstFindings(findings);
  return (
    <div class="finding-list">
      {shown.map((finding, index) => (
        <FindingCard
          key={`${finding.kind} ${JSON.stringify(finding.subject)}`}
          finding={finding}
          isBrief={index > 0}
        />
      ))}
      {shown.length < findings.length && (
        <p>
          <button type="button" onClick={() => showAll(true)}>
            Show all {findings.length} findings
          </button>
        </p>
      )}
    </div>
  );
}
