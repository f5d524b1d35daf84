import type { MetricName } from '../../common/metrics';
import type { Target } from './target';

/** What to read before and after: `name`, `origin`, `outcome` … as the metric has them. */
export interface Wanted {
  readonly metric: MetricName;
  readonly dims?: Readonly<Record<string, string>>;
}

export interface Gained<Key extends string, Result> {
  readonly result: Result;
  /** Counters: what they gained. Histograms: what the sum of their values gained. */
  readonly by: Readonly<Record<Key, number>>;
}

/** Runs `act`, and says by how much each figure grew: the server may be in use, and was before. */
export async function gained<Key extends string, Result>(
  target: Target,
  wanted: Readonly<Record<Key, Wanted>>,
  act: () => Promise<Result>,
): Promise<Gained<Key, Result>> {
  await target.flush();
  const before = await readAll(target, wanted);
  const result = await act();
  await target.flush();
  const after = await readAll(target, wanted);

  const growth = keysOf(wanted).map((key) => [key, after[key] - before[key]] as const);
  return { result, by: Object.fromEntries(growth) as Record<Key, number> };
}

async function readAll<Key extends string>(
  { query, since }: Target,
  wanted: Readonly<Record<Key, Wanted>>,
): Promise<Record<Key, number>> {
  const values = await Promise.all(
    keysOf(wanted).map(async (key) => {
      const { rows } = await query.read({ ...wanted[key], stat: 'sum', from: since });
      const value = rows[0]?.points[0]?.[1];
      return [key, typeof value === 'number' ? value : 0] as const;
    }),
  );
  return Object.fromEntries(values) as Record<Key, number>;
}

function keysOf<Key extends string>(of: Readonly<Record<Key, unknown>>): Key[] {
  return Object.keys(of) as Key[];
}
