import { metricDefinition } from '../../../common/metrics';
import type {
  ObserverWindow,
  PointValue,
  Reader,
  ReadQuery,
  ReadRow,
} from '../../../common/reader';
import { memorySink } from '../../../server/sinks/memory';
import { aResource } from '../a-batch';
import { aCoverage, aHistogram, anObserver } from '../an-observer';
import { dimValues } from './every-series';

/** The finest step there is. */
const BATCH_MS = 10_000;
/** As of a store that has let finer windows go. */
const OBSERVED_STEPS = 10;

interface Many {
  /** Names of methods, publications, routes …, in every dimension that holds a name. */
  readonly names: number;
  readonly observers: number;
}

/**
 * Reads what a large fleet would have stored: values for any metric and range,
 * which are the same at every call. What is no metric and no observer is not there.
 */
export function manySeriesReader({ names, observers }: Many): Reader {
  const nameList = Array.from({ length: names }, (_, at) => `module${at % 40}.method${at}`);
  const resources = ['1.4.0', '1.5.0'].map((release) => aResource({ release, instance: release }));
  const observed = Array.from({ length: observers }, (_, at) =>
    anObserver({
      owner: { kind: 'publication', name: `module${at % 40}.publication${at}` },
      ...{ collection: `collection${at % 60}`, shape: `{field${at}: ?, listId: ?}` },
      ...{ handles: 1 + (at % 50), multiplexers: 1 + (at % 30), created: at % 9, stopped: at % 9 },
      ...{ evaluations: 100_000 - at * 40, useful: at, cpuMs: 2_000 - at * 0.9, fanout: at },
      initialQuery: aHistogram('duration', [1 + (at % 80)]),
    }),
  );

  return {
    ...memorySink().reader,
    async read({ metric, stat, from, to, ...query }) {
      const stepMs = Math.max(query.stepMs ?? to - from, Math.min(BATCH_MS, to - from));
      return {
        ...{ metric, stat, unit: metricDefinition(metric)?.unit ?? 'count', from, to, stepMs },
        rows: rowsOf({ ...query, metric, stat, from, to, stepMs }, nameList),
      };
    },
    observers: async ({ from, to, stepMs: askedMs = to - from }) => {
      const stepMs = askedMs * Math.max(1, Math.ceil((to - from) / askedMs / OBSERVED_STEPS));
      const windows = stepsIn(from, to, stepMs).map(
        (at): ObserverWindow => ({
          ...{ resource: resources[0] ?? aResource(), at, from: at, to: at + stepMs },
          ...{ observers: observed, coverage: [aCoverage({ collection: 'collection0' })] },
        }),
      );
      return { from, to, stepMs, windows };
    },
    resources: async () => resources,
  };
}

function rowsOf(query: ReadQuery, names: readonly string[]): ReadRow[] {
  const { metric, by = [], dims = {}, stat, from, to, stepMs = to - from } = query;
  const all = by.reduce<Record<string, string>[]>(
    (known, dim) => {
      const given = dims[dim];
      const values = given === undefined ? dimValues(metric, dim, names) : [given];
      const wider = known.flatMap((one) => values.map((value) => ({ ...one, [dim]: value })));
      return wider.slice(0, names.length * 4);
    },
    [{}],
  );
  const steps = stepsIn(from, to, stepMs);
  return all.map((one, row) => ({
    dims: one,
    points: steps.map((at, step) => [at, valueAt(stat, row, step)] as const),
  }));
}

function valueAt(stat: ReadQuery['stat'], row: number, step: number): PointValue {
  const value = 1 + ((row * 7_919 + step * 104_729) % 1_000) / (1 + row);
  if (stat !== 'buckets') return value;
  return Array.from({ length: 24 }, (_, at) => [2 ** (at / 2), 2 ** ((at + 1) / 2), 1 + (at % 5)]);
}

function stepsIn(from: number, to: number, stepMs: number): number[] {
  return Array.from({ length: Math.ceil((to - from) / stepMs) }, (_, at) => from + at * stepMs);
}
