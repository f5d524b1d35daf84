import './finding-card.css';
import { useId } from 'preact/hooks';
import type { Finding } from '../../../common/finding';
import { findingLinks, subjectName } from '../data/finding-links';
import { severityWords } from '../format/severity-words';
import { findingTexts, whatToDo } from './finding-texts';
import { FindingWhy } from './finding-why';
import { Link } from './link';
import { Prose } from './prose';

interface Props {
  readonly finding: Finding;
  /** Leaves out what to do in general, which the sentence says in short: it is one click away. */
  readonly isBrief?: boolean;
}

/** A finding: what it is, where to look at it, what to do, and how that was decided. */
export function FindingCard({ finding, isBrief = false }: Props) {
  const id = useId();
  const { kind, severity, sentence } = finding;
  const todo = (
    <div class="finding-todo">
      <h4>What to do</h4>
      <Prose text={whatToDo(finding)} />
    </div>
  );
  return (
    <article
      class={`finding finding-${severity}${isBrief ? ' finding-brief' : ''}`}
      aria-labelledby={id}
    >
      <div>
        <header class="finding-head">
          <span class="finding-severity">{severityWords[severity]}</span>
          <h3 id={id}>
            {subjectName(finding)} {findingTexts[kind].verb}
          </h3>
        </header>
        <p class="finding-sentence">{sentence}</p>
        <p class="finding-links">
          {findingLinks(finding).map((link) => (
            <Link key={link.label} to={link.screen} with={link.with}>
              {link.label}
            </Link>
          ))}
        </p>
      </div>
      {!isBrief && todo}
      <FindingWhy finding={finding}>{isBrief && todo}</FindingWhy>
    </article>
  );
}
