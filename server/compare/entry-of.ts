import type {
  ReleaseChange,
  ReleaseEntry,
  ReleaseFigures,
  ReleaseTimes,
} from '../../common/releases-answer';
import { type Distribution, quantileOf } from './distribution';
import type { SideEntry } from './release-side';
import type { PValues } from './significance';
import type { SideTotal, TestedEntry } from './tested-entry';
import { verdictOf } from './verdict';

/** A name as it is answered; significant is what has a p-value up to `limit`. */
export function entryOf(
  tested: TestedEntry,
  pValues: PValues,
  limit: number | undefined,
): ReleaseEntry {
  const { a, b, totals } = tested;
  const known = b ?? a;
  if (!known) throw new TypeError('a name of neither release');
  const { kind, name, measure } = known;
  const figures = { a: figuresOf(a, totals.a), b: figuresOf(b, totals.b) };
  const times = { a: figures.a?.[measure], b: figures.b?.[measure] };
  const changes = defined({
    p50: changeOf(times.a?.p50, times.b?.p50, pValues.middle, limit),
    p95: changeOf(times.a?.p95, times.b?.p95, pValues.tail, limit),
    p99: changeOf(times.a?.p99, times.b?.p99),
    errorShare: changeOf(figures.a?.errorShare, figures.b?.errorShare, pValues.errors, limit),
    cpuMs: changeOf(figures.a?.cpuMs, figures.b?.cpuMs),
  });
  return {
    kind,
    name,
    ...defined(figures),
    measure,
    ...changes,
    ...verdictOf(tested, changes, name),
  };
}

function figuresOf(side: SideEntry | undefined, total: SideTotal): ReleaseFigures | undefined {
  if (!side || Math.max(total.calls, total.times.count) === 0) return undefined;
  const { calls, errors } = total;
  const { callsPerSecond, cpuMs, measure } = side;
  const duration = measure === 'duration' ? total.times : side.duration;
  return {
    calls,
    errors,
    ...defined({
      callsPerSecond,
      errorShare: calls > 0 ? Math.min(1, errors / calls) : undefined,
      run: measure === 'run' ? timesOf(total.times) : undefined,
      duration: duration && timesOf(duration),
      cpuMs,
    }),
  };
}

function timesOf(distribution: Distribution): ReleaseTimes | undefined {
  const [p50, p95, p99] = [0.5, 0.95, 0.99].map((q) => quantileOf(distribution, q));
  if (p50 === undefined || p95 === undefined || p99 === undefined) return undefined;
  return { p50, p95, p99 };
}

function changeOf(
  a: number | undefined,
  b: number | undefined,
  pValue?: number,
  limit?: number,
): ReleaseChange | undefined {
  if (a === undefined || b === undefined) return undefined;
  return {
    difference: b - a,
    ...(a === 0 ? {} : { ratio: b / a }),
    ...(pValue === undefined
      ? {}
      : { pValue, isSignificant: limit !== undefined && pValue <= limit }),
  };
}

type Defined<Fields> = { [Name in keyof Fields]?: Exclude<Fields[Name], undefined> };

/** The fields that have a value. */
function defined<Fields extends object>(fields: Fields): Defined<Fields> {
  const pairs = Object.entries(fields).filter(([, value]) => value !== undefined);
  return Object.fromEntries(pairs) as Defined<Fields>;
}
