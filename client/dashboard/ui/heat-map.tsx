import { useEffect, useMemo, useRef } from 'preact/hooks';
import type { Bucket, ReadAnswer } from '../../../common/reader';
import { durationText } from '../format/value';
import { coloursChanged } from '../state/theme';
import { colourOf } from './colours';
import { ExportButton } from './export-button';
import { type HeatCells, heatCells, heatRows } from './heat-cells';
import { Help } from './help';

interface Props {
  readonly title: string;
  readonly help: string;
  /** With the stat `buckets`, in steps. */
  readonly answer: ReadAnswer;
}

const height = 180;

/** How values were spread over time: the darker a cell, the more calls took that long. */
export function HeatMap({ title, help, answer }: Props) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const colours = coloursChanged.value;
  const cells = useMemo(() => {
    const points = answer.rows.flatMap((row) => row.points);
    return heatCells(points as ReadonlyArray<readonly [number, readonly Bucket[]]>, answer);
  }, [answer]);

  useEffect(() => {
    const { current } = canvas;
    if (!current) return undefined;
    const draw = () => paint(current, cells);
    const watch = new ResizeObserver(draw);
    watch.observe(current);
    return () => watch.disconnect();
  }, [cells, colours]);

  return (
    <figure class="chart">
      <figcaption class="chart-head">
        <span class="chart-title">
          <Help text={help}>{title}</Help>
        </span>
        <ExportButton
          of={() => ({
            name: title.toLowerCase().replaceAll(/\W+/g, '-'),
            ...heatRows(cells, answer),
          })}
        />
      </figcaption>
      <canvas class="heat-map" role="img" aria-label={`${title}: ${wordsOf(cells)}`} ref={canvas} />
    </figure>
  );
}

function wordsOf({ bands, total, busiest }: HeatCells): string {
  if (total === 0) return 'nothing to show';
  const [low, high] = bands[busiest] ?? [0, 0];
  return `${total} calls, most of them from ${durationText(low)} to ${durationText(high)}`;
}

const left = 68;

function paint(canvas: HTMLCanvasElement, { bands, steps, counts, most }: HeatCells): void {
  const ratio = devicePixelRatio;
  const width = canvas.clientWidth;
  canvas.width = width * ratio;
  canvas.height = height * ratio;
  const context = canvas.getContext('2d');
  if (!context || bands.length === 0) return;
  context.scale(ratio, ratio);
  context.font = '12px system-ui, sans-serif';
  const cellWidth = (width - left) / steps;
  const cellHeight = height / bands.length;
  const top = (band: number) => height - (band + 1) * cellHeight;
  context.fillStyle = colourOf('--accent');
  for (const [index, count] of counts.entries()) {
    if (count === 0) continue;
    const [step, band] = [index % steps, Math.floor(index / steps)];
    context.globalAlpha = 0.12 + 0.88 * (Math.log1p(count) / Math.log1p(most));
    context.fillRect(
      left + step * cellWidth,
      top(band),
      Math.max(1, cellWidth - 0.5),
      cellHeight - 0.5,
    );
  }
  context.globalAlpha = 1;
  context.fillStyle = colourOf('--ink-soft');
  const every = Math.ceil(bands.length / 6);
  for (const [band, [low]] of bands.entries()) {
    const bottom = top(band) + cellHeight - 2;
    if (band % every === 0) context.fillText(durationText(low), 4, Math.max(11, bottom));
  }
}
