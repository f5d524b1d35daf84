import './observers.css';
import type { FindingsReport, ObserversReport } from '../../../../common/load-report';
import { isChosen, type ObserverHistory } from '../../../../common/observer-history';
import { apiAddress } from '../../data/api';
import { rangeParams } from '../../data/read-address';
import { type Answer, useAnswer } from '../../data/use-answer';
import { range, rangeLabel } from '../../state/range';
import { Panel } from '../../ui/panel';
import { Shown } from '../../ui/states';
import { CollectionMatrix } from './collection-matrix';
import { DriverTable } from './driver-table';
import { EntryDetails } from './entry-details';
import { FindingList } from './finding-list';
import { HistoryCharts } from './history-charts';
import { LoadTiles } from './load-tiles';
import { ObserverTable } from './observer-table';
import { isOneEntry, isPicked, picked, pickNone } from './picked';

/** Every step is all observers taken apart once more: of thousands, in the app’s own process. */
const stepsOfEach = 3;

/** Which observers take the CPU, which leak, and which are not shared. */
export function Observers() {
  const asked = rangeParams();
  const findings = useAnswer<FindingsReport>(apiAddress('findings', asked));
  const report = useAnswer<ObserversReport>(apiAddress('observers', asked));
  const history = useAnswer<ObserverHistory>(
    apiAddress('observers/history', {
      ...asked,
      ...picked.value,
      stepMs: range.value.stepMs * stepsOfEach,
    }),
  );
  const choice = picked.value;
  const entry = isOneEntry(choice)
    ? report.data?.observers.find((one) => isChosen(one, choice))
    : undefined;
  const none = `No observer was open in the ${rangeLabel.value}. Subscribe to something, or look at a longer range.`;
  const isEmpty = ({ observers }: ObserversReport) => observers.length === 0;
  const isGone = isOneEntry(choice) && report.data !== undefined && entry === undefined;
  const isBare = report.data !== undefined && isEmpty(report.data);

  return (
    <div class="panels">
      <FindingList answer={findings} />
      {entry && report.data && (
        <EntryDetails entry={entry} report={report.data} history={whatIsAsked(history)} />
      )}
      {isGone && (
        <p class="observer-chosen">
          <span>What is picked was not open in the {rangeLabel.value}.</span>
          <button type="button" onClick={pickNone}>
            Show all observers
          </button>
        </p>
      )}
      <Panel title="Load ranking" help="Observers by owner, collection, query and driver." isWide>
        <Shown answer={report} isEmpty={isEmpty} empty={none}>
          {(data) => (
            <div class="observer-ranking">
              <LoadTiles report={data} />
              <ObserverTable report={data} findings={findings.data?.findings ?? []} />
            </div>
          )}
        </Shown>
      </Panel>
      <Panel
        title={isPicked.value ? 'What is picked, over time' : 'All observers, over time'}
        isWide
      >
        <HistoryCharts answer={history} />
      </Panel>
      {!isBare && (
        <Panel title="Mutations × observers" isWide>
          <Shown answer={report}>{(data) => <CollectionMatrix report={data} />}</Shown>
        </Panel>
      )}
      {!isBare && (
        <Panel
          title="Drivers"
          help="Where the changes come from that observers are told: change stream, oplog or polling."
          isWide
        >
          <Shown answer={report}>{(data) => <DriverTable report={data} />}</Shown>
        </Panel>
      )}
    </div>
  );
}

/** While another history is on its way, the last one is of something else. */
function whatIsAsked({ data, isLoading }: Answer<ObserverHistory>): ObserverHistory | undefined {
  return isLoading ? undefined : data;
}
