import { dropReasons } from '../../../../common/drops';
import type { ReadAnswer } from '../../../../common/reader';
import { valuesBy } from '../../data/row-values';
import { countText } from '../../format/value';
import { rangeLabel } from '../../state/range';
import { Help } from '../../ui/help';

/** What was lost or folded, by reason; and in words that nothing was. */
export function Drops({ answer }: { answer: ReadAnswer | undefined }) {
  if (!answer) return <p class="empty">What was dropped could not be read.</p>;
  const reasons = [...valuesBy(answer, 'reason')].filter(([, count]) => count > 0);
  if (reasons.length === 0) {
    return (
      <p class="empty">All of it was recorded: nothing was dropped in the {rangeLabel.value}.</p>
    );
  }
  return (
    <dl class="facts">
      {reasons
        .sort(([, a], [, b]) => b - a)
        .map(([reason, count]) => (
          <div key={reason}>
            <dt>
              <Help text={meaningOf(reason)}>{reason}</Help>
            </dt>
            <dd>{countText(count)}</dd>
          </div>
        ))}
    </dl>
  );
}

function meaningOf(reason: string): string {
  return Object.entries(dropReasons).find(([name]) => name === reason)?.[1] ?? reason;
}
