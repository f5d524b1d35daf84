import type { Coverage, CoveredCollection, ObserversReport } from '../../../../common/load-report';

/** What a collection costs: its mutations × the drivers that look at each of them. */
export interface CollectionRow {
  readonly collection: string;
  /** Delivered to the processes; unknown where nothing follows the collection. */
  readonly mutationsPerSecond?: number;
  /** How many drivers looked at each of these, on average. */
  readonly driversPerMutation?: number;
  /** Their product: evaluations that had to happen. */
  readonly evaluationsPerSecond?: number;
  /** Evaluations that were counted ÷ those that had to happen. */
  readonly coverage?: number;
  /** Live now, of all drivers. */
  readonly multiplexers: number;
  readonly handles: number;
  readonly polledDocsPerSecond: number;
  readonly cpuMsPerSecond: number;
  /** Of the CPU time of the processes. */
  readonly share?: number;
}

/** The collections that are observed, the one that costs most first. */
export function collectionRows({
  observers,
  coverage,
  wallMs,
}: Pick<ObserversReport, 'observers' | 'coverage' | 'wallMs'>): CollectionRow[] {
  const seconds = wallMs / 1_000;
  const names = new Set([
    ...observers.map(({ collection }) => collection),
    ...Object.keys(coverage.collections).filter((name) => coverage.collections[name]?.expected),
  ]);
  const byCollection = new Map([...names].map((name) => [name, zero()]));
  for (const entry of observers) add(byCollection.get(entry.collection) ?? zero(), entry);
  const rate = (count: number) => (seconds > 0 ? count / seconds : 0);
  return [...byCollection]
    .map(([collection, sum]) => ({
      collection,
      ...productOf(coveredOf(coverage, collection), rate),
      multiplexers: sum.multiplexers,
      handles: sum.handles,
      polledDocsPerSecond: rate(sum.polledDocs),
      cpuMsPerSecond: rate(sum.cpuMs),
      ...(sum.share !== undefined && { share: sum.share }),
    }))
    .sort((a, b) => b.cpuMsPerSecond - a.cpuMsPerSecond);
}

/** Names are the app’s: one may be called like something that every object has. */
function coveredOf({ collections }: Coverage, name: string): CoveredCollection | undefined {
  return Object.hasOwn(collections, name) ? collections[name] : undefined;
}

function productOf(covered: CoveredCollection | undefined, rate: (count: number) => number) {
  if (!covered) return {};
  const { mutations, expected, ratio } = covered;
  return {
    mutationsPerSecond: rate(mutations),
    ...(mutations > 0 && { driversPerMutation: expected / mutations }),
    evaluationsPerSecond: rate(expected),
    ...(ratio !== undefined && { coverage: ratio }),
  };
}

interface Sum {
  multiplexers: number;
  handles: number;
  polledDocs: number;
  cpuMs: number;
  share: number | undefined;
}

function zero(): Sum {
  return { multiplexers: 0, handles: 0, polledDocs: 0, cpuMs: 0, share: undefined };
}

function add(sum: Sum, entry: ObserversReport['observers'][number]): void {
  sum.multiplexers += entry.multiplexers;
  sum.handles += entry.handles;
  sum.polledDocs += entry.polledDocs;
  sum.cpuMs += entry.cpuMs;
  if (entry.share !== undefined) sum.share = (sum.share ?? 0) + entry.share;
}
