import { linesOf } from '../data/chart-data';
import type { Answer } from '../data/use-answer';
import type { Reads } from '../data/use-reads';
import { Chart, type ChartProps } from './chart';
import { Panel } from './panel';
import { Shown } from './states';

interface Props<Name extends string> extends Omit<ChartProps, 'data'> {
  /** Title of the panel. */
  readonly panel: string;
  readonly reads: Answer<Reads<Name>>;
  /** Which of the reads. */
  readonly of: Name;
  readonly labelOf: Parameters<typeof linesOf>[1]['labelOf'];
}

/** One of several reads as a chart in a panel of its own, or why there is none. */
export function ReadPanel<Name extends string>(props: Props<Name>) {
  const { panel, reads, of, labelOf, ...chart } = props;
  return (
    <Panel title={panel}>
      <Shown answer={reads} isEmpty={(data) => !data[of]?.rows.length}>
        {(data) => <Chart {...chart} data={linesOf(data[of], { labelOf })} />}
      </Shown>
    </Panel>
  );
}
