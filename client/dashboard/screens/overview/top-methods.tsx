import { valuesBy } from '../../data/row-values';
import { durationText, valueText } from '../../format/value';
import { rangeLabel } from '../../state/range';
import { Link } from '../../ui/link';
import { Share } from '../../ui/share';
import type { OverviewReads } from './overview-reads';

const most = 7;

/** The methods whose run times add up to most, with their part of all run time. */
export function TopMethods({ reads }: { reads: OverviewReads }) {
  const runs = [...valuesBy(reads.runs, 'name')].sort(([, a], [, b]) => b - a);
  const all = runs.reduce((sum, [, ms]) => sum + ms, 0);
  const p95 = valuesBy(reads.runP95, 'name');
  if (runs.length === 0)
    return <p class="empty">No method was called in the {rangeLabel.value}.</p>;
  return (
    <table class="short-table">
      <thead>
        <tr>
          <th scope="col">Method</th>
          <th scope="col" class="number">
            Run time in all
          </th>
          <th scope="col" class="number">
            Run time, p95
          </th>
          <th scope="col" class="number">
            Part
          </th>
        </tr>
      </thead>
      <tbody>
        {runs.slice(0, most).map(([name, ms]) => (
          <tr key={name}>
            <th scope="row">
              <Link to="methods" with={{ name }}>
                {name}
              </Link>
            </th>
            <td class="number">{durationText(ms)}</td>
            <td class="number">{valueText(p95.get(name), 'ms')}</td>
            <td class="number">
              <Share of={all > 0 ? ms / all : undefined} label="of all run time" isPlain />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
