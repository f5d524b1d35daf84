import { useState } from 'preact/hooks';
import type { Finding } from '../../../../common/finding';
import type { FindingsReport } from '../../../../common/load-report';
import type { Answer } from '../../data/use-answer';
import { rangeLabel } from '../../state/range';
import { FindingCard } from '../../ui/finding-card';
import { Panel } from '../../ui/panel';
import { Shown } from '../../ui/states';
import { isAbout } from './is-about';
import { isPicked, picked } from './picked';

const shownAtFirst = 3;

/** What has to be acted on, the worst first; where something is picked, about that. */
export function FindingList({ answer }: { answer: Answer<FindingsReport> }) {
  const choice = picked.value;
  const isNarrowed = isPicked.value;
  const wanted = ({ findings }: FindingsReport) =>
    findings.filter(
      ({ kind, subject }) =>
        kind !== 'regression' && // of releases, which have a screen of their own
        (!isNarrowed || isAbout(subject, choice)),
    );
  return (
    <Panel title={isNarrowed ? 'Findings about what is picked' : 'Findings'} isWide>
      <Shown
        answer={answer}
        isEmpty={(data) => wanted(data).length === 0}
        empty={
          isNarrowed
            ? 'Nothing to act on here.'
            : `Nothing to act on in the ${rangeLabel.value}: no observer takes much of the CPU, leaks, or polls.`
        }
      >
        {(data) => <Cards findings={wanted(data)} />}
      </Shown>
    </Panel>
  );
}

function Cards({ findings }: { findings: readonly Finding[] }) {
  const [isAll, setAll] = useState(false);
  const shown = isAll ? findings : findings.slice(0, shownAtFirst);
  return (
    <>
      <ul class="observer-findings">
        {shown.map((finding, at) => (
          <li key={`${finding.kind} ${finding.sentence}`}>
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
  );
}

/** What to do about a kind is said once, with the worst of it. */
function isFirstOfKind(findings: readonly Finding[], at: number): boolean {
  return findings.findIndex(({ kind }) => kind === findings[at]?.kind) === at;
}
