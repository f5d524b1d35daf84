import uPlot from 'uplot';
import type { ChartData } from '../data/chart-data';
import type { Marker } from '../data/use-markers';
import { tickText, timeText } from '../format/time';
import { type Shown, valueText } from '../format/value';
import { zoomTo } from '../state/range';
import { colourOf, lineColours } from './colours';

export interface Drawn {
  readonly data: ChartData;
  readonly shown: Shown;
  readonly isStacked: boolean;
  readonly height: number;
  readonly from: number;
  readonly to: number;
  readonly limit?: { readonly label: string; readonly value: number };
  readonly markers: readonly Marker[];
}

const sync = uPlot.sync('radiant');

/** Draws a chart into a box, as wide as the box is. Returns the way out. */
export function drawChart(box: HTMLElement, drawn: Drawn): () => void {
  const { data, isStacked, limit } = drawn;
  const stacked = isStacked ? stack(data) : data;
  const lines = [...stacked.lines, ...(limit ? [limitLine(limit, stacked.times.length)] : [])];
  const columns = [
    stacked.times.map((at) => at / 1_000),
    ...lines.map(({ values }) => bridged(values)),
  ];
  const chart = new uPlot(optionsOf(box, drawn), columns as uPlot.AlignedData, box);
  const watch = new ResizeObserver(() =>
    chart.setSize({ width: box.clientWidth, height: drawn.height }),
  );
  watch.observe(box);
  return () => {
    watch.disconnect();
    chart.destroy();
  };
}

function optionsOf(box: HTMLElement, drawn: Drawn): uPlot.Options {
  const { data, shown, isStacked, height, from, to, limit, markers } = drawn;
  const ink = colourOf('--ink-soft');
  const grid = { stroke: colourOf('--line'), width: 1 };
  const colours = lineColours();
  const text = (_: uPlot, value: number | null) => valueText(value ?? undefined, shown);
  return {
    ...{ width: box.clientWidth || 300, height },
    cursor: {
      sync: { key: sync.key, filters: { pub: isPointing } },
      drag: { x: true, y: false, setScale: false },
      points: { size: 6 },
    },
    legend: { live: true },
    bands: isStacked ? bandsOf(data.lines.length) : [],
    scales: {
      x: { time: true, range: () => [from / 1_000, to / 1_000] },
      y: { range: (_, min, max) => [Math.min(0, min ?? 0), (max ?? 0) > 0 ? max * 1.08 : 1] },
    },
    axes: [
      {
        ...{ stroke: ink, grid, ticks: grid, font: axisFont },
        values: (_, splits, __, ___, stepS) => splits.map((at) => tickText(at * 1_000, stepS)),
      },
      {
        ...{ stroke: ink, grid, ticks: grid, font: axisFont, size: axisSize },
        values: (_, splits) => splits.map((value) => valueText(value, shown)),
      },
    ],
    series: [
      { label: 'Time', value: (_, at) => (at === null ? '' : timeText(at * 1_000)) },
      ...data.lines.map(({ label, values }, index) => ({
        label,
        stroke: colours[index % colours.length] ?? ink,
        width: 1.5,
        ...(isStacked && { fill: `${colours[index % colours.length]}55` }),
        // What the legend says of a stacked line is its own value, not the height it is drawn at.
        value: isStacked
          ? (_: uPlot, __: number, ___: number, at: number | null) =>
              valueText(values[at ?? -1] ?? undefined, shown)
          : text,
        points: { show: values.filter((value) => value !== null).length < 3, size: 5 },
      })),
      ...(limit
        ? [{ label: limit.label, stroke: colourOf('--bad'), dash: [6, 4], width: 1, value: text }]
        : []),
    ],
    hooks: {
      setSelect: [zoomOnSelect],
      draw: [(chart) => drawMarkers(chart, markers)],
    },
  };
}

/** As wide as the longest label. */
function axisSize(_: uPlot, labels: readonly string[] | null): number {
  return 24 + 7 * Math.max(4, ...(labels ?? []).map((label) => label.length));
}

const axisFont = '12px system-ui, sans-serif';

/** What charts tell each other: where the pointer is, and not what it selects, or each would zoom. */
function isPointing(type: string): boolean {
  return type !== 'mousedown' && type !== 'mouseup';
}

function zoomOnSelect(chart: uPlot): void {
  const { left, width } = chart.select;
  if (width < 6) return; // a click
  const at = (px: number) => chart.posToVal(px, 'x') * 1_000;
  zoomTo(at(left), at(left + width));
}

function drawMarkers(chart: uPlot, markers: readonly Marker[]): void {
  const { ctx, bbox } = chart;
  ctx.save();
  ctx.strokeStyle = colourOf('--ink-soft');
  ctx.fillStyle = colourOf('--ink-soft');
  ctx.setLineDash([3, 3]);
  ctx.font = `${11 * devicePixelRatio}px system-ui, sans-serif`;
  for (const { at, label } of markers) {
    const x = chart.valToPos(at / 1_000, 'x', true);
    if (x < bbox.left || x > bbox.left + bbox.width) continue;
    ctx.beginPath();
    ctx.moveTo(x, bbox.top);
    ctx.lineTo(x, bbox.top + bbox.height);
    ctx.stroke();
    ctx.fillText(label, x + 4, bbox.top + 12 * devicePixelRatio);
  }
  ctx.restore();
}

/** Each line is filled down to the one below it, so that colours do not mix. */
function bandsOf(lines: number): uPlot.Band[] {
  return Array.from({ length: Math.max(0, lines - 1) }, (_, index) => ({
    series: [index + 2, index + 1], // the first series is the time
  }));
}

/** Each line upon those before it. Where a line is unknown it adds nothing. */
function stack({ times, lines }: ChartData): ChartData {
  const sums = times.map(() => 0);
  const stacked = lines.map(({ label, values }) => ({
    label,
    values: values.map((value, index) => {
      if (value === null) return null;
      sums[index] = (sums[index] ?? 0) + value;
      return sums[index] ?? null;
    }),
  }));
  return { times, lines: stacked };
}

function limitLine({ label, value }: { label: string; value: number }, steps: number) {
  return { label, values: Array.from({ length: steps }, () => value) };
}

/**
 * A window counts in the step that holds its middle, so where steps are as short as windows one may
 * have two and the next none. One such step is passed over (`undefined`); two are a gap (`null`).
 */
function bridged(values: ReadonlyArray<number | null>): Array<number | null | undefined> {
  const isKnown = (index: number) => typeof values[index] === 'number';
  return values.map((value, index) =>
    value === null && isKnown(index - 1) && isKnown(index + 1) ? undefined : value,
  );
}
