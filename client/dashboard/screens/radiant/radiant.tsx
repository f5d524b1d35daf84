import type { Status } from '../../../../common/status';
import { apiAddress } from '../../data/api';
import { linesOf } from '../../data/chart-data';
import { useAnswer } from '../../data/use-answer';
import { useRead } from '../../data/use-read';
import { Chart } from '../../ui/chart';
import { definitionOf } from '../../ui/help';
import { Panel } from '../../ui/panel';
import { Shown } from '../../ui/states';
import { Drops } from './drops';
import { HookTable } from './hook-table';
import { Settings } from './settings';
import { SinkTable } from './sink-table';

/** What Radiant costs, what it could not see, and where its figures go. */
export function Radiant() {
  const status = useAnswer<Status>(apiAddress('status'));
  const cpu = useRead({ metric: 'radiant.cpu', stat: 'rate', by: ['part'], inSteps: true });
  const series = useRead({
    metric: 'radiant.series',
    stat: 'avg',
    by: ['resource.instance'],
    inSteps: true,
  });
  const outbox = useRead({
    metric: 'radiant.outboxBytes',
    stat: 'max',
    by: ['sink'],
    inSteps: true,
  });
  const drops = useRead({ metric: 'radiant.drops', stat: 'sum', by: ['reason'] });

  return (
    <div class="panels">
      <Panel
        title="Hooks"
        help="What Radiant put into Meteor and Node, in the process that answered. Off and degraded hooks say what is missing."
      >
        <Shown answer={status}>{({ hooks }) => <HookTable hooks={hooks} />}</Shown>
      </Panel>
      <div class="panel-column">
        <Panel
          title="This process"
          help="The process that answered; behind a load balancer it is another one next time."
        >
          <Shown answer={status}>{(data) => <Facts status={data} />}</Shown>
        </Panel>
        <Panel title="Sinks" help="Where batches go, and what waits for them.">
          <Shown answer={status}>
            {({ sinks, backend }) => <SinkTable sinks={sinks} backend={backend} />}
          </Shown>
        </Panel>
        <Panel title="Not recorded" help={definitionOf('radiant.drops')}>
          <Shown answer={drops}>{(answer) => <Drops answer={answer} />}</Shown>
        </Panel>
      </div>
      <Panel title="Cost">
        <Shown answer={cpu} isEmpty={({ rows }) => rows.length === 0}>
          {(answer) => (
            <Chart
              title="CPU beside the app’s calls"
              help={`${definitionOf('radiant.cpu')} What its hooks add to a call is not in it: see the page on cost.`}
              shown="msPerSecond"
              isStacked
              data={linesOf(answer, { labelOf: ({ dims }) => dims.part ?? 'all' })}
            />
          )}
        </Shown>
      </Panel>
      <Panel title="Size">
        <Shown answer={series} isEmpty={({ rows }) => rows.length === 0}>
          {(answer) => (
            <Chart
              title="Series, by process"
              help={definitionOf('radiant.series')}
              shown="count"
              data={linesOf(answer, { labelOf: ({ dims }) => dims['resource.instance'] ?? 'all' })}
            />
          )}
        </Shown>
      </Panel>
      <Panel title="Backlog">
        <Shown answer={outbox} isEmpty={({ rows }) => rows.length === 0}>
          {(answer) => (
            <Chart
              title="Waiting for sinks"
              help={definitionOf('radiant.outboxBytes')}
              shown="bytes"
              data={linesOf(answer, { labelOf: ({ dims }) => dims.sink ?? 'all' })}
            />
          )}
        </Shown>
      </Panel>
      <Panel
        title="Settings"
        help="As they are in effect in the process that answered, without secrets."
        isWide
      >
        <Settings />
      </Panel>
    </div>
  );
}

function Facts({ status }: { status: Status }) {
  const { resource, version, backend, batches, series, running } = status;
  const facts: ReadonlyArray<readonly [string, string | number | undefined]> = [
    ['State', running ? 'running' : 'not running'],
    ['Version', version],
    ['Read from', backend ?? 'nothing: no sink keeps what is recorded'],
    ['Service', resource?.service],
    ['Environment', resource?.environment],
    ['Release', resource?.release],
    ['Process', resource && `${resource.host}, ${resource.instance}, pid ${resource.pid}`],
    [
      'Runs on',
      resource && `${resource.platform}, Node ${resource.nodeVersion}, ${resource.meteorRelease}`,
    ],
    ['Series', series],
    ['Batches', batches],
  ];
  return (
    <dl class="facts">
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value ?? 'unknown'}</dd>
        </div>
      ))}
    </dl>
  );
}
