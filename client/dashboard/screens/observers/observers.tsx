import './observers.css';
import type { FindingsReport, ObserversReport } from '../../../../common/load-report';
import type { ObserverHistory } from '../../../../common/observer-history';
import { apiAddress } from '../../data/api';
import { rangeParams } from '../../data/read-address';
import { useAnswer } from '../../data/use-answer';
import { range, rangeLabel } from '../../state/range';
import { Panel } from '../../ui/panel';
import { Shown } from '../../ui/states';
import { CollectionMatrix } from './collection-matrix';
import { FindingList } from './finding-list';
import { HistoryCharts } from './history-charts';
import { LoadTiles } from './load-tiles';
import { ObserverTable } from './observer-table';
import { isPicked, picked } from './picked';

/** Which observers take the CPU, which leak, and which are not shared. */
export function Observers() {
  const asked = rangeParams();
  const findings = useAnswer<FindingsReport>(apiAddress('findings', asked));
  const report = useAnswer<ObserversReport>(apiAddress('observers', asked));
  const history = useAnswer<ObserverHistory>(
    apiAddress('observers/history', { ...asked, ...picked.value, stepMs: range.value.stepMs }),
  );
  const none = `No observer was open in the ${rangeLabel.value}. Subscribe to something, or look at a longer range.`;
  const isEmpty = ({ observers }: ObserversReport) => observers.length === 0;

  return (
    <div class="panels">
      <FindingList answer={findings} />
      <Panel title="Load ranking" help="Observers by owner, collection, query and driver." isWide>
        <Shown answer={report} isEmpty={isEmpty} empty={none}>
          {(data) => (
            <>
              <LoadTiles report={data} />
              <ObserverTable report={data} findings={findings.data?.findings ?? []} />
            </>
          )}
        </Shown>
      </Panel>
      <Panel
        title={isPicked.value ? 'What is picked, over time' : 'All observers, over time'}
        isWide
      >
        <HistoryCharts answer={history} />
      </Panel>
      <Panel title="Mutations × observers" isWide>
        <Shown answer={report} isEmpty={isEmpty} empty={none}>
          {(data) => <CollectionMatrix report={data} />}
        </Shown>
      </Panel>
    </div>
  );
}
