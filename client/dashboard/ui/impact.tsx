import { valueText } from '../format/value';
import './breakdown.css';

/** A share of the whole as a number, and as a bar that is seen when one runs down the column. */
export function Impact({ share }: { share: number | undefined }) {
  return (
    <span class="impact">
      <span class="impact-bar" aria-hidden="true">
        {share !== undefined && <span style={{ width: `${Math.min(1, share) * 100}%` }} />}
      </span>
      {valueText(share, 'ratio')}
    </span>
  );
}
