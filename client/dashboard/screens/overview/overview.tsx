import type { ReadAnswer } from '../../../../common/reader';
import { linesOf } from '../../data/chart-data';
import { readAddress } from '../../data/read-address';
import { useAnswer } from '../../data/use-answer';
import { Chart } from '../../ui/chart';
import { definitionOf } from '../../ui/help';
import { Panel } from '../../ui/panel';
import { Shown } from '../../ui/states';

/** Health at a glance, findings first. */
export function Overview() {
  const calls = useAnswer<ReadAnswer>(
    readAddress({ metric: 'method.calls', stat: 'rate', by: ['name'], inSteps: true }),
  );
  return (
    <div class="panels">
      <Panel title="Method calls" isWide>
        <Shown answer={calls} isEmpty={({ rows }) => rows.length === 0}>
          {(answer) => (
            <Chart
              title="Calls per second"
              help={definitionOf('method.calls')}
              shown="perSecond"
              data={linesOf(answer, { labelOf: ({ dims }) => dims.name ?? 'all' })}
            />
          )}
        </Shown>
      </Panel>
    </div>
  );
}
