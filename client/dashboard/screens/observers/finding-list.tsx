import { useState } from 'preact/hooks';
import type { Finding } from '../../../../common/finding';
import type { FindingsReport } from '../../../../common/load-report';
import type { Answer } from '../../data/use-answer';
import { rangeLabel } from '../../state/range';
import { FindingCard } from '../../ui/finding-card';
import { Panel } from '../../ui/panel';
import { Shown } from '../../ui/states';

const shownAtFirst = 3;

/** What has to be acted on, the worst first. */
export function FindingList({ answer }: { answer: Answer<FindingsReport> }) {
  const [isAll, setAll] = useState(false);
  return (
    <Panel title="Findings" isWide>
      <Shown
        answer={answer}
        isEmpty={({ findings }) => findings.length === 0}
        empty={`Nothing to act on in the ${rangeLabel.value}: no observer takes much of the CPU, leaks, or polls.`}
      >
        {({ findings }) => (
          <>
            <ul class="finding-list">
              {(isAll ? findings : findings.slice(0, shownAtFirst)).map((finding, at) => (
                <li key={keyOf(finding)}>
                  <FindingCard finding={finding} isBrief={!isFirstOfKind(findings, at)} />
                </li>
              ))}
            </ul>
            {findings.length > shownAtFirst && (
              <button type="button" aria-expanded={isAll} onClick={() => setAll(!isAll)}>
                {isAll ? 'Show the worst only' : `Show all ${findings.length} findings`}
              </button>
            )}
          </>
        )}
      </Shown>
    </Panel>
  );
}

/** What to do about a kind is said once, with the worst of it. */
function isFirstOfKind(findings: readonly Finding[], at: number): boolean {
  return findings.findIndex(({ kind }) => kind === findings[at]?.kind) === at;
}

function keyOf({ kind, sentence }: Finding): string {
  return `${kind} ${sentence}`;
}
