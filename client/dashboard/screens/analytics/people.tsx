import { useMemo } from 'preact/hooks';
import type { ActiveUsersAnswer } from '../../../../common/read-analytics';
import { countText } from '../../format/value';
import { params } from '../../state/location';
import { Chart } from '../../ui/chart';
import { Panel } from '../../ui/panel';
import { ParamSelect } from '../../ui/param-select';
import { Shown } from '../../ui/states';
import { Pages } from './pages';
import { Sources } from './sources';
import { useReport } from './use-report';

const units = [
  ['day', 'by day'],
  ['week', 'by week'],
  ['month', 'by month'],
] as const;

/** How many people there were, where they came from, and what they looked at. */
export function People() {
  const { unit = 'day' } = params.value;
  const answer = useReport('active-users', { unit });
  return (
    <div class="panels">
      <Panel
        title="Active people"
        help="People who did anything at all. A person is a user id, or a browser that never signed in. Days, weeks (from Monday) and months are UTC."
        actions={
          <>
            <ParamSelect label="Count" param="unit" options={units} />
            <ParamSelect label="Bots" param="bots" none="left out" options={[['1', 'counted']]} />
          </>
        }
        isWide
      >
        <Shown
          answer={answer}
          isEmpty={({ people }) => people === 0}
          empty="Nobody was here. Analytics.track and pages need the package on the client, and consent where your settings ask for it."
        >
          {(data) => <ActivePeople answer={data} unit={unit} />}
        </Shown>
      </Panel>
      <Pages />
      <Sources />
    </div>
  );
}

function ActivePeople({ answer, unit }: { answer: ActiveUsersAnswer; unit: string }) {
  const { people, points } = answer;
  const data = useMemo(
    () => ({
      times: points.map(([at]) => at),
      lines: [{ label: `people a ${unit}`, values: points.map(([, count]) => count) }],
    }),
    [points, unit],
  );
  return (
    <>
      <p class="note">
        <strong>{countText(people)}</strong> {people === 1 ? 'person' : 'people'} in the range
      </p>
      <Chart
        title={`Active people, ${unit} by ${unit}`}
        help="The first and the last count as far as the range has them."
        shown="count"
        data={data}
        height={180}
      />
    </>
  );
}
