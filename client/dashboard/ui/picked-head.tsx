import type { ComponentChildren } from 'preact';
import './breakdown.css';

interface Props {
  /** What the charts below are of. */
  readonly title: string;
  /** What to do, in sentences, where something can be said. */
  readonly advice: readonly string[];
  /** Goes back to all; absent while nothing is picked. */
  readonly onAll?: (() => void) | undefined;
  /** Where to look further. */
  readonly children?: ComponentChildren;
}

/** Says what charts are of, and what they tell. */
export function PickedHead({ title, advice, onAll, children }: Props) {
  return (
    <header class="picked-head">
      <h2>{title}</h2>
      {onAll && (
        <button type="button" onClick={onAll}>
          Show all
        </button>
      )}
      {children}
      {advice.length > 0 && <p class="advice">{advice.join(' ')}</p>}
    </header>
  );
}
