import type { ComponentChildren } from 'preact';
import type { ChartData } from '../data/chart-data';
import { Chart, type ChartProps } from './chart';
import { Panel } from './panel';

interface Props extends ChartProps {
  /** Title of the panel. */
  readonly panel: string;
  /** Stands for the chart where nothing happened: a sentence. */
  readonly none?: string;
  /** A word below the chart. */
  readonly children?: ComponentChildren;
}

/** A chart in a panel of its own. */
export function ChartPanel({ panel, none, children, ...chart }: Props) {
  return (
    <Panel title={panel}>
      {none !== undefined && isQuiet(chart.data) ? (
        <p class="empty">{none}</p>
      ) : (
        <Chart {...chart} />
      )}
      {children}
    </Panel>
  );
}

function isQuiet({ lines }: ChartData): boolean {
  return lines.every(({ values }) => values.every((value) => !value));
}
