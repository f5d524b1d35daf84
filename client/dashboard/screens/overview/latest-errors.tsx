import type { ReadErrorGroup } from '../../../../common/read-errors';
import { agoText } from '../../format/time';
import { countText } from '../../format/value';
import { rangeLabel } from '../../state/range';
import { Link } from '../../ui/link';

/** The defects that happened last. */
export function LatestErrors({ groups }: { groups: readonly ReadErrorGroup[] }) {
  if (groups.length === 0) return <p class="empty">No defect in the {rangeLabel.value}.</p>;
  return (
    <ul class="latest-errors">
      {groups.map(({ group, message, source, name, count, lastAt, firstRelease }) => (
        <li key={group}>
          <Link to="errors" with={{ group }}>
            {message || '(no message)'}
          </Link>
          <span>
            {`${source} ${name ?? ''}`.trim()}: {countText(count)} ×, last {agoText(lastAt)}, first
            in release {firstRelease}
          </span>
        </li>
      ))}
    </ul>
  );
}
