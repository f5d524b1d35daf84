import type { RetentionAnswer } from '../../../../common/read-analytics';
import { dayText } from '../../format/time';
import { countText, valueText } from '../../format/value';
import { Panel } from '../../ui/panel';
import { Shown } from '../../ui/states';
import { useReport } from './use-report';

/** Of the people of a week, how many came back so many weeks later. */
export function Retention() {
  const answer = useReport('retention');
  return (
    <Panel
      title="Retention by week"
      help="A row has the people who were first seen in that week of the range. The first and the last week count as far as the range has them: choose a range of some weeks."
    >
      <Shown
        answer={answer}
        isEmpty={({ cohorts }) => cohorts.length === 0}
        empty="Nobody was here in this range. Choose a longer one."
      >
        {(data) => <Cohorts answer={data} />}
      </Shown>
    </Panel>
  );
}

function Cohorts({ answer: { cohorts } }: { answer: RetentionAnswer }) {
  const weeks = Math.max(...cohorts.map(({ returned }) => returned.length));
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard
    <section class="table-scroll" aria-label="Retention" tabIndex={0}>
      <table>
        <thead>
          <tr>
            <th scope="col">Week from</th>
            <th scope="col" class="number">
              People
            </th>
            {Array.from({ length: weeks - 1 }, (_, index) => (
              <th key={index} scope="col" class="number">
                {index === 0 ? 'a week later' : `${index + 1} weeks later`}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {cohorts.map(({ week, people, returned }) => (
            <tr key={week}>
              <th scope="row">{dayText(week)}</th>
              <td class="number">{countText(people)}</td>
              {returned.slice(1).map((count, index) => (
                <Cell key={index} share={people > 0 ? count / people : 0} count={count} />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

/** The ground is as strong as the share, at most to where the text can still be read. */
function Cell({ share, count }: { share: number; count: number }) {
  const ground = `color-mix(in srgb, var(--line-1) ${Math.round(share * 45)}%, transparent)`;
  return (
    <td class="number" style={{ background: ground }} title={`${countText(count)} people`}>
      {valueText(share, 'ratio')}
    </td>
  );
}
