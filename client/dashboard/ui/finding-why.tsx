import type { ComponentChildren } from 'preact';
import type { Finding } from '../../../common/finding';
import { evidenceFigures } from '../format/evidence';
import { findingTexts } from './finding-texts';
import { Prose } from './prose';

interface Props {
  readonly finding: Finding;
  /** What is to be said before. */
  readonly children: ComponentChildren;
}

/** How a finding was decided, and the figures it rests on; folded until asked for. */
export function FindingWhy({ finding: { kind, evidence }, children }: Props) {
  const { means, decidedBy } = findingTexts[kind];
  return (
    <details class="finding-why">
      <summary>
        {children ? 'What to do, and how this was decided' : 'How this was decided'}
      </summary>
      {children}
      <h4>Figures</h4>
      <dl class="finding-figures">
        {evidenceFigures(evidence).map(({ label, text }) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{text}</dd>
          </div>
        ))}
      </dl>
      <h4>It means</h4>
      <Prose text={means} />
      <h4>Decided by</h4>
      <Prose text={decidedBy} />
    </details>
  );
}
