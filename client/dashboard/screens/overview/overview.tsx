import type { FindingsReport } from '../../../../common/load-report';
import type { ErrorsAnswer } from '../../../../common/read-errors';
import { apiAddress } from '../../data/api';
import { rangeParams } from '../../data/read-address';
import { useAnswer } from '../../data/use-answer';
import { useReads } from '../../data/use-reads';
import { Link } from '../../ui/link';
import { Panel } from '../../ui/panel';
import { Shown } from '../../ui/states';
import { Findings } from './findings';
import { HealthTiles } from './health-tiles';
import { LatestErrors } from './latest-errors';
import { OverviewCharts } from './overview-charts';
import { overviewReads } from './overview-reads';
import { TopMethods } from './top-methods';
import './overview.css';

/** Health at a glance: what is to be done first, then the figures, then where the time goes. */
export function Overview() {
  const findings = useAnswer<FindingsReport>(apiAddress('findings', rangeParams()));
  const reads = useReads(overviewReads);
  const errors = useAnswer<ErrorsAnswer>(
    apiAddress('errors', { ...rangeParams(), order: 'lastAt', expected: false, limit: 5 }),
  );

  return (
    <div class="panels">
      <Panel
        title="What to do"
        help="What Radiant found in the range, the most severe first. What is no longer true is no longer found."
        isWide
      >
        <Shown answer={findings}>{(report) => <Findings report={report} />}</Shown>
      </Panel>
      <Panel title="Now and in the range" isWide>
        <Shown answer={reads}>{(data) => <HealthTiles reads={data} />}</Shown>
      </Panel>
      <Shown answer={reads}>{(data) => <OverviewCharts reads={data} />}</Shown>
      <Panel
        title="Methods that take the most time"
        help="The sum of their run times: how often × how long. Here a millisecond saved is saved most often."
        actions={<Link to="methods">All methods</Link>}
      >
        <Shown answer={reads}>{(data) => <TopMethods reads={data} />}</Shown>
      </Panel>
      <Panel
        title="Errors, the latest first"
        help="Defects only: what the app meant (Meteor.Error, check, refusals) is on the screen Errors."
        actions={<Link to="errors">All errors</Link>}
      >
        <Shown answer={errors}>{({ errors: groups }) => <LatestErrors groups={groups} />}</Shown>
      </Panel>
    </div>
  );
}
