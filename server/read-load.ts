import type { MetricName } from '../common/metrics';
import type { ObserversQuery, ObserverWindow, Reader, Stat } from '../common/reader';
import type { LoadWindow, SubscriptionFlow } from './load/load-window';
import { recentWindows } from './load/thresholds';

/** Whose observers, and when. Times are epoch milliseconds; `from` inclusive, `to` exclusive. */
export type LoadQuery = Pick<ObserversQuery, 'from' | 'to' | 'resource' | 'histograms'>;

/** A part of the range: a query whose steps all readings of it share. */
type Part = LoadQuery & { readonly stepMs?: number };

const rollUpMs = 10 * 60_000;
const recentMs = 10 * 60_000; // well within what a store keeps as it came

/**
 * Reads what the load model needs to know of a range: of each process the
 * newest windows, in which growth shows, and all that came before as one or two.
 */
export async function readLoad(reader: Reader, query: LoadQuery): Promise<LoadWindow[]> {
  const pulse = await readPulse(reader, query);
  if (!pulse) return readPart(reader, query);
  const { widthMs } = pulse;
  const from = Math.max(query.from, pulse.to - recentWindows * widthMs);
  // Where stores roll up, so that what comes from a coarser level ends where finer windows begin.
  const seam = Math.max(query.from, Math.floor(from / rollUpMs) * rollUpMs);
  const parts: readonly Part[] = [
    { ...query, to: seam },
    { ...query, from: seam, to: from },
    { ...query, from, stepMs: widthMs },
  ];
  const windows: LoadWindow[][] = [];
  for (const part of parts) {
    if (part.from < part.to) windows.push(await readPart(reader, part)); // in turn: each takes slices of the event loop
  }
  return endGone(windows, widthMs);
}

/** Lets the processes end that are not in the newest part. */
function endGone(parts: ReadonlyArray<readonly LoadWindow[]>, widthMs: number): LoadWindow[] {
  const reporting = new Set(parts.at(-1)?.map(({ instance }) => instance));
  const windows = parts.flat();
  const last = new Map(windows.map((window) => [window.instance, window]));
  return windows.flatMap((window) => {
    const isEnd = !reporting.has(window.instance) && last.get(window.instance) === window;
    return isEnd ? endedIn(window, widthMs) : [window];
  });
}

/** When the last window of the last ten minutes ended, and how wide windows are there. */
async function readPulse(reader: Reader, { from, to, resource }: LoadQuery) {
  const { rows, stepMs } = await reader.read({
    metric: 'radiant.series', // which every batch has
    stat: 'max',
    from: Math.max(from, to - recentMs),
    to,
    stepMs: Math.min(1_000, to - from),
    ...(resource ? { resource } : {}),
  });
  const last = rows[0]?.points.at(-1);
  return last ? { to: last[0] + stepMs, widthMs: stepMs } : undefined;
}

/** A process that reports no more: it has all it had until shortly before its end, and nothing then. */
function endedIn(window: LoadWindow, widthMs: number): LoadWindow[] {
  const end = Math.max(window.from, window.to - widthMs);
  const { processCpuMs, ...rest } = window;
  const gone = { observers: [], coverage: [], sessions: 0 };
  const idle = processCpuMs === undefined ? {} : { processCpuMs: 0 };
  return [
    { ...window, to: end },
    { ...rest, ...idle, ...gone, from: end },
  ];
}

async function readPart(reader: Reader, part: Part): Promise<LoadWindow[]> {
  const { histograms: _, ...figured } = part;
  const { windows, stepMs } = await reader.observers(part);
  const figures = await readFigures(reader, figured, stepMs);
  return windows.map((window) => loadWindow(window, figures));
}

/** Values by name, or under the empty name, of one process in one step. */
type Table = ReadonlyMap<string, ReadonlyMap<string, number>>;

type Figures = Readonly<Record<'cpu' | 'sessions' | 'active' | 'ended' | 'mutations', Table>>;

async function readFigures(reader: Reader, part: Part, answeredMs: number): Promise<Figures> {
  const table = (metric: MetricName, stat: Stat, name?: string) =>
    readTable(reader, part, answeredMs, { metric, stat, name });
  // A gauge's mean is its reading at the end where the step is one stored window.
  const reading = (metric: MetricName, name?: string) =>
    part.stepMs === undefined ? nothing : table(metric, 'avg', name);
  const [cpu, sessions, active, ended, mutations] = await Promise.all([
    table('process.cpu', 'sum'),
    reading('ddp.sessions'),
    reading('publication.active', 'name'),
    table('publication.unsubscribes', 'sum', 'name'),
    table('mutation.count', 'sum', 'collection'),
  ]);
  return { cpu, sessions, active, ended, mutations };
}

const nothing: Table = new Map();

const cellKey = (instance: string, at: number) => `${at} ${instance}`;

async function readTable(
  reader: Reader,
  part: Part,
  answeredMs: number,
  { metric, stat, name }: { metric: MetricName; stat: Stat; name: string | undefined },
): Promise<Table> {
  const by = ['resource.instance', ...(name === undefined ? [] : [name])];
  const { rows, stepMs } = await reader.read({ ...part, metric, stat, by });
  if (stepMs !== answeredMs) return nothing; // of other windows than the observers
  const table = new Map<string, Map<string, number>>();
  for (const { dims, points } of rows) {
    const named = name === undefined ? '' : (dims[name] ?? '');
    for (const [at, value] of points) {
      const key = cellKey(dims['resource.instance'] ?? '', at);
      const cell = table.get(key) ?? new Map<string, number>();
      table.set(key, cell.set(named, Number(value)));
    }
  }
  return table;
}

function loadWindow(
  { resource, at, from, to, observers, coverage }: ObserverWindow,
  { cpu, sessions, active, ended, mutations }: Figures,
): LoadWindow {
  const { instance, startedAt } = resource;
  const key = cellKey(instance, at);
  const processCpuMs = cpu.get(key)?.get('');
  const sessionCount = sessions.get(key)?.get('');
  const live = active.get(key);
  const made = mutations.get(key);
  return {
    instance,
    startedAt,
    from,
    to,
    observers,
    coverage,
    ...(processCpuMs === undefined ? {} : { processCpuMs }),
    ...(sessionCount === undefined ? {} : { sessions: sessionCount }),
    ...(live === undefined ? {} : { subscriptions: flows(live, ended.get(key)) }),
    ...(made === undefined ? {} : { mutations: Object.fromEntries(made) }),
  };
}

function flows(
  live: ReadonlyMap<string, number>,
  ended: ReadonlyMap<string, number> | undefined,
): Record<string, SubscriptionFlow> {
  return Object.fromEntries(
    [...live].map(([name, count]) => [name, { live: count, ended: ended?.get(name) ?? 0 }]),
  );
}
