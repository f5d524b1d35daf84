import type { ReleasesAnswer } from '../../../../common/releases-answer';
import type { Resource } from '../../../../common/resource';
import { apiAddress } from '../../data/api';
import { rangeParams } from '../../data/read-address';
import { useAnswer } from '../../data/use-answer';
import { params } from '../../state/location';
import { range } from '../../state/range';
import { Panel } from '../../ui/panel';
import { ParamSelect } from '../../ui/param-select';
import { Shown } from '../../ui/states';
import { Compared } from './compared';
import { ReleaseCharts } from './release-charts';
import { ReleaseTable } from './release-table';
import './releases.css';

/** Two releases side by side, and what of their differences is more than chance. */
export function Releases() {
  const { from, to } = range.value;
  const { a, b } = params.value;
  // The filter by release would leave one side empty.
  const { 'resource.release': _, ...rest } = rangeParams();
  const answer = useAnswer<ReleasesAnswer>(apiAddress('releases', { ...rest, a, b }));
  const seen = useAnswer<{ resources: readonly Resource[] }>(apiAddress('resources', { from, to }));
  const releases = [...new Set((seen.data?.resources ?? []).map(({ release }) => release))];
  const options = releases.map((release): [string, string] => [release, release]);

  return (
    <div class="panels">
      <Panel
        title="Which releases"
        help="Unless you choose: the newest two of the range. While both run, their calls of the same time are compared; else the calls of one before those of the other, when traffic may have been another."
        actions={
          <>
            <ParamSelect label="From" param="a" none="the one before" options={options} />
            <ParamSelect label="To" param="b" none="the newest" options={options} />
          </>
        }
        isWide
      >
        <Shown answer={answer}>{(data) => <Compared answer={data} />}</Shown>
      </Panel>
      <Panel title="What changed" isWide>
        <Shown
          answer={answer}
          isEmpty={({ entries }) => entries.length === 0}
          empty="There is nothing to compare: it takes two releases that had calls in this range."
        >
          {(data) => <ReleaseTable answer={data} />}
        </Shown>
      </Panel>
      {answer.data?.a && answer.data.b && <ReleaseCharts answer={answer.data} />}
    </div>
  );
}
