import { useEffect, useMemo, useRef } from 'preact/hooks';
import { type ChartData, chartRows } from '../data/chart-data';
import { useMarkers } from '../data/use-markers';
import { type Shown, valueText } from '../format/value';
import { range } from '../state/range';
import { coloursChanged } from '../state/theme';
import { drawChart } from './draw-chart';
import { ExportButton } from './export-button';
import { Help } from './help';
import { inTurn } from './in-turn';

export interface ChartProps {
  readonly title: string;
  /** What the lines mean: the definition of the metric, as a rule. */
  readonly help: string;
  readonly data: ChartData;
  readonly shown: Shown;
  /** Lines are put one upon the other; their sum is what counts. */
  readonly isStacked?: boolean;
  /** A line across, such as a limit. */
  readonly limit?: { readonly label: string; readonly value: number };
  readonly height?: number;
}

/**
 * Lines over the range of the screen, with a mark where a release came. Dragging over it zooms in.
 * Its figures are also a table, for whoever cannot see it, and for taking them away.
 */
export function Chart({ title, help, data, shown, ...more }: ChartProps) {
  const { isStacked = false, limit, height = 200 } = more;
  const markers = useMarkers();
  const box = useRef<HTMLDivElement>(null);
  const { from, to } = range.value;
  const colours = coloursChanged.value;

  const undraw = useRef<() => void>(undefined);
  useEffect(() => () => undraw.current?.(), []);
  useEffect(() => {
    // The old drawing stays until the new one is there.
    return inTurn(() => {
      undraw.current?.();
      undraw.current =
        box.current === null
          ? undefined
          : drawChart(box.current, {
              ...{ data, shown, isStacked, height, from, to, markers },
              ...(limit && { limit }),
            });
    });
  }, [data, shown, isStacked, height, from, to, limit, markers, colours]);

  const summary = useMemo(() => summaryOf(title, data, shown), [title, data, shown]);

  return (
    <figure class="chart">
      <figcaption class="chart-head">
        <span class="chart-title">
          <Help text={help}>{title}</Help>
        </span>
        <ExportButton
          of={() => ({ name: title.toLowerCase().replaceAll(/\W+/g, '-'), ...chartRows(data) })}
        />
      </figcaption>
      <div class="chart-box" role="img" aria-label={summary} ref={box} />
    </figure>
  );
}

/** What a glance at the chart tells, in words. */
function summaryOf(title: string, { lines }: ChartData, shown: Shown): string {
  if (lines.length === 0) return `${title}: nothing to show`;
  const said = lines.slice(0, 8).map(({ label, values }) => {
    const known = values.filter((value): value is number => value !== null);
    if (known.length === 0) return `${label} unknown`;
    const last = known.at(-1);
    return `${label} last ${valueText(last, shown)}, at most ${valueText(Math.max(...known), shown)}`;
  });
  return `${title}: ${said.join('; ')}`;
}
