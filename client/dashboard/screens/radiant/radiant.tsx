import type { Status } from '../../../../common/status';
import { apiAddress } from '../../data/api';
import type { Wanted } from '../../data/read-address';
import { useAnswer } from '../../data/use-answer';
import { useReads } from '../../data/use-reads';
import { definitionOf } from '../../ui/help';
import { Panel } from '../../ui/panel';
import { ReadPanel } from '../../ui/read-panel';
import { Shown } from '../../ui/states';
import { Drops } from './drops';
import { HookTable } from './hook-table';
import { Settings } from './settings';
import { SinkTable } from './sink-table';

const over = { inSteps: true } as const;

const radiantReads = {
  cpu: { metric: 'radiant.cpu', stat: 'rate', by: ['part'], ...over },
  series: { metric: 'radiant.series', stat: 'avg', by: ['resource.instance'], ...over },
  outbox: { metric: 'radiant.outboxBytes', stat: 'max', by: ['sink'], ...over },
  drops: { metric: 'radiant.drops', stat: 'sum', by: ['reason'] },
} as const satisfies Record<string, Wanted>;

/** What Radiant costs, what it could not see, and where its figures go. */
export function Radiant() {
  const status = useAnswer<Status>(apiAddress('status'));
  const reads = useReads(radiantReads);

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
          <Shown answer={reads}>{({ drops }) => <Drops answer={drops} />}</Shown>
        </Panel>
      </div>
      <ReadPanel
        {...{ reads, of: 'cpu', panel: 'Cost', title: 'CPU beside the app’s calls' }}
        help={`${definitionOf('radiant.cpu')} What its hooks add to a call is not in it: see the page on cost.`}
        {...{ shown: 'msPerSecond', isStacked: true }}
        labelOf={({ dims }) => dims.part ?? 'all'}
      />
      <ReadPanel
        {...{ reads, of: 'series', panel: 'Size', title: 'Series, by process' }}
        {...{ help: definitionOf('radiant.series'), shown: 'count' }}
        labelOf={({ dims }) => dims['resource.instance'] ?? 'all'}
      />
      <ReadPanel
        {...{ reads, of: 'outbox', panel: 'Backlog', title: 'Waiting for sinks' }}
        {...{ help: definitionOf('radiant.outboxBytes'), shown: 'bytes' }}
        labelOf={({ dims }) => dims.sink ?? 'all'}
      />
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
