import { quantile } from '../common/histogram';
import type { HistogramState } from '../common/histogram-state';
import { inSlices, mappedInSlices } from '../common/in-slices';
import type {
  FindingsReport,
  ObserversReport,
  RankedObserver,
  ReportedLoad,
  ReportedObserver,
  Spread,
} from '../common/load-report';
import type { Reader } from '../common/reader';
import { findRegressions } from './find-regressions';
import { coverageOf } from './load/coverage';
import { findings } from './load/findings';
import { type Load, loadOf } from './load/load';
import { rank } from './load/rank';
import { whatIf } from './load/what-if';
import { type LoadQuery, readLoad } from './read-load';

type Histograms = 'initialQuery' | 'lifetime' | 'poll';

/** Who observes what, what it costs, and what would be saved without. */
export async function reportObservers(reader: Reader, query: LoadQuery): Promise<ObserversReport> {
  const load = await inSlices(loadOf(await readLoad(reader, query)));
  const ranked = await inSlices(rank(load));
  const observers = await inSlices(mappedInSlices(ranked, (entry) => report(entry, load)));
  return { ...reported(load, query), observers };
}

/** What of that somebody has to act on. */
export async function reportFindings(reader: Reader, query: LoadQuery): Promise<FindingsReport> {
  const windows = await readLoad(reader, { ...query, histograms: false });
  const regressions = await findRegressions(reader, query);
  const load = await inSlices(loadOf(windows));
  return { ...reported(load, query), findings: await inSlices(findings(load, regressions)) };
}

function reported(
  { processCpuMs, observerCpuMs, sessions, coverage, wallMs }: Load,
  { from, to }: LoadQuery,
): ReportedLoad {
  return {
    from,
    to,
    wallMs,
    ...(processCpuMs === undefined ? {} : { processCpuMs }),
    observerCpuMs,
    ...(sessions === undefined ? {} : { sessions }),
    coverage: coverageOf(coverage),
  };
}

function report(entry: RankedObserver, load: Load): ReportedObserver {
  const { initialQuery, lifetime, poll, ...rest } = entry;
  return {
    ...rest,
    ...spreadOf('initialQuery', initialQuery),
    ...spreadOf('lifetime', lifetime),
    ...spreadOf('poll', poll),
    whatIf: whatIf({ ...load, observers: [entry] }, {}),
  };
}

function spreadOf(
  name: Histograms,
  state: HistogramState | undefined,
): Partial<Record<Histograms, Spread>> {
  if (!state || state.count === 0) return {};
  const at = (share: number) => quantile(state, share) ?? 0;
  const { count, max } = state;
  return { [name]: { count, p50: at(0.5), p95: at(0.95), p99: at(0.99), max } };
}
