import type { AlertMeasure } from '../../common/alert';
import { readerFactor, readerStat } from '../../common/alert-measure';
import type { Dims } from '../../common/metrics';
import type { ResourceFilter } from '../../common/read-checks';
import type { Reader, ReadQuery } from '../../common/reader';
import { alone } from './alone';
import { labelKey } from './seen';

/** One value, and what it is of. */
export interface Figure {
  readonly labels: Dims;
  readonly value: number;
}

/** Values by the key of their labels. */
export type Figures = ReadonlyMap<string, Figure>;

export interface FigureQuery {
  readonly measure: AlertMeasure;
  readonly by: readonly string[];
  /** The time up to the round that is looked at. */
  readonly windowMs: number;
  readonly release?: string | undefined;
}

/** Reads figures for one round: what several rules look at is read once. */
export type ReadFigures = (query: FigureQuery) => Promise<Figures>;

export interface FigureReads {
  readonly reader: Pick<Reader, 'read'>;
  readonly resource: ResourceFilter;
  /** Epoch milliseconds of the round. */
  readonly at: number;
  /** Reads that have not come back, of this and earlier rounds. */
  readonly underWay: Set<string>;
}

export function createReadFigures({ reader, resource, at, underWay }: FigureReads): ReadFigures {
  const known = new Map<string, Promise<Figures>>();

  async function read({ measure, by, windowMs, release }: FigureQuery): Promise<Figures> {
    const { metric, dims } = measure;
    const query: ReadQuery = {
      ...{ metric, stat: readerStat(measure), by, from: at - windowMs, to: at },
      ...(dims ? { dims } : {}),
      resource: release === undefined ? resource : { ...resource, release },
    };
    const { rows } = await reader.read(query);
    return figuresOf(rows, readerFactor(measure, windowMs));
  }

  return (query) => {
    const { measure, by, windowMs, release } = query;
    const key = JSON.stringify([measure.metric, measure.stat, measure.dims, by, windowMs, release]);
    const before = known.get(key);
    if (before) return before;
    const figures = alone(underWay, key, () => read(query));
    known.set(key, figures);
    return figures;
  };
}

type Rows = Awaited<ReturnType<Reader['read']>>['rows'];

/** Of the one step there is; where a store has coarser ones, of the last. */
function figuresOf(rows: Rows, factor: number): Figures {
  const figures = new Map<string, Figure>();
  for (const { dims, points } of rows) {
    const value = points.at(-1)?.[1];
    if (typeof value !== 'number') continue;
    figures.set(labelKey(dims), { labels: dims, value: value * factor });
  }
  return figures;
}
