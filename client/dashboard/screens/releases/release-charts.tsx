import { useMemo } from 'preact/hooks';
import type { MetricName } from '../../../../common/metrics';
import type { ReadAnswer } from '../../../../common/reader';
import type { ComparedKind, ReleasesAnswer } from '../../../../common/releases-answer';
import { linesOf } from '../../data/chart-data';
import { useReads } from '../../data/use-reads';
import { pickedName } from '../../state/filters';
import { Chart } from '../../ui/chart';
import { definitionOf } from '../../ui/help';
import { Panel } from '../../ui/panel';
import { Shown } from '../../ui/states';

const durations: Readonly<Record<ComparedKind, MetricName>> = {
  method: 'method.run',
  publication: 'publication.ready',
  http: 'http.server.duration',
  job: 'job.duration',
};

/** A route is told as `GET /lists/:id`; its metric has the two as dimensions. */
function dimsOf(kind: ComparedKind, name: string): Record<string, string> {
  if (kind !== 'http') return { name };
  const space = name.indexOf(' ');
  return { method: name.slice(0, space), route: name.slice(space + 1) };
}

/** The two releases over time: of the name that is picked, else of all methods. */
export function ReleaseCharts({ answer: { entries, a, b } }: { answer: ReleasesAnswer }) {
  const picked = entries.find(({ name }) => name === pickedName.value);
  const kind = picked?.kind ?? 'method';
  const metric = durations[kind];
  const of = {
    ...{ metric, by: ['resource.release'], inSteps: true },
    ...(picked && { dims: dimsOf(kind, picked.name) }),
  };
  const reads = useReads({ p95: { ...of, stat: 'p95' }, rate: { ...of, stat: 'rate' } });
  const both = [a?.release, b?.release];
  const what = picked ? picked.name : 'all methods';
  return (
    <Shown answer={reads}>
      {({ p95, rate }) => (
        <div class="panels panel-wide">
          <Panel title="Time">
            <Lines title={`p95 of ${what}`} metric={metric} shown="ms" of={p95} both={both} />
          </Panel>
          <Panel title="Work">
            <Lines
              title={`Calls of ${what}`}
              metric={metric}
              shown="perSecond"
              of={rate}
              both={both}
            />
          </Panel>
        </div>
      )}
    </Shown>
  );
}

interface LinesProps {
  readonly title: string;
  readonly metric: MetricName;
  readonly shown: 'ms' | 'perSecond';
  readonly of: ReadAnswer | undefined;
  readonly both: ReadonlyArray<string | undefined>;
}

function Lines({ title, metric, shown, of, both }: LinesProps) {
  const [a, b] = both;
  const data = useMemo(() => {
    if (!of) return { times: [], lines: [] };
    const rows = of.rows.filter(({ dims }) => [a, b].includes(dims['resource.release']));
    return linesOf({ ...of, rows }, { labelOf: ({ dims }) => dims['resource.release'] ?? '' });
  }, [of, a, b]);
  return <Chart title={title} help={definitionOf(metric)} shown={shown} data={data} />;
}
