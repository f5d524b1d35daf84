import type { ProcessFigures } from './process-figures';
import { type Growth, growths, type Sample, type Tally } from './verdict';

const widths = [8, 10, 10, 10, 10, 10, 9, 8, 8, 10, 9, 9] as const;

const heads = [
  ...['minute', 'sessions', 'calls', 'heap MB', 'bare MB', 'external', 'rss MB'],
  ...['CPU %', 'series', 'waits kB', 'handles', 'listeners'],
];

export function header(): string {
  return row(heads);
}

/** How the app with Radiant is, beside the one without, after so many calls. */
export function progressRow(sample: Sample, before: Sample | undefined, calls: number): string {
  const { minutes, sessions, radiant, bare } = sample;
  return row([
    minutes.toFixed(1),
    sessions,
    calls,
    megabytes(radiant.heapBytes),
    megabytes(bare.heapBytes),
    megabytes(radiant.externalBytes),
    megabytes(radiant.rssBytes),
    before ? `${cpuPercent(sample, before, 'radiant')}/${cpuPercent(sample, before, 'bare')}` : '',
    radiant.radiant?.series ?? '',
    Math.round((radiant.radiant?.waitingBytes ?? 0) / 1_000),
    radiant.resources,
    radiant.listeners,
  ]);
}

function cpuPercent(now: Sample, before: Sample, of: 'radiant' | 'bare'): string {
  const ms = now[of].cpuMs - before[of].cpuMs;
  return ((ms / ((now.minutes - before.minutes) * 60_000)) * 100).toFixed(0);
}

/** Growth with its interval, and what else was counted. */
export function verdictLines(samples: readonly Sample[], tally: Tally): string[] {
  const last: ProcessFigures | undefined = samples.at(-1)?.radiant;
  return [
    `${samples.length} samples, growth per 1,000 sessions beyond the app without Radiant (99 % confidence):`,
    ...growths(samples).map(growthLine),
    `  ${'per restart'.padEnd(12)}at least ${Math.round(tally.bytesPerRestart)} bytes, ${tally.listenersPerRestart} listeners`,
    `calls: ${tally.recorded} recorded, of ${tally.sent} sent and ${tally.answered} answered`,
    `series: at most ${tally.mostSeries.count} of ${tally.mostSeries.metric} in a batch, limit ${tally.seriesLimit}`,
    `dropped and counted: ${JSON.stringify(last?.radiant?.drops ?? {})}`,
    `hooks that are not ok: ${JSON.stringify(last?.radiant?.impaired ?? {})}`,
  ];
}

function growthLine({ name, unit, slope, limit }: Growth): string {
  const [value, low, high] = [slope.value, slope.low, slope.high].map((one) => one.toFixed(1));
  return `  ${name.padEnd(12)}${value} ${unit} (${low} … ${high}), limit ${limit}`;
}

function row(cells: ReadonlyArray<string | number>): string {
  return cells.map((cell, index) => String(cell).padStart(widths[index] ?? 8)).join('');
}

const megabytes = (bytes: number) => (bytes / 1e6).toFixed(2);
