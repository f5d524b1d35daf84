import { inSlices, type Sliced } from '../../../common/in-slices';
import type { Dims, Grid } from '../../../common/metrics';
import { createAnswer } from '../../../common/read-answer';
import { type CheckedQuery, matchesDims } from '../../../common/read-query';
import type { ReadAnswer } from '../../../common/reader';
import { kindOf, numbers, tallyFrom } from './content';
import { type DataDoc, dimsOf, type SeriesDoc } from './documents';
import { type Level, stepFor } from './levels';
import { type FoundWindow, findWindows } from './read-windows';
import type { Collections } from './schema';

interface Wanted {
  readonly dims: Dims;
  readonly grid: Grid;
}

/** Beyond so many, whole documents are read: to pick fields costs the server more. */
const mostPicked = 300;

/** What answers to one metric in one range are made of. */
interface Material {
  readonly windows: readonly FoundWindow[];
  readonly data: ReadonlyMap<string, DataDoc[]>;
  readonly wanted: ReadonlyMap<string, Wanted>;
}

export type ReadSeries = (
  collections: Collections,
  query: CheckedQuery,
  levels: readonly Level[],
) => Promise<ReadAnswer>;

/** Queries that differ in what they make of the same figures only, and come together, read them once. */
export function createSeriesReader(): ReadSeries {
  const underWay = new Map<string, Promise<Material>>();

  function find(collections: Collections, query: CheckedQuery, levels: readonly Level[]) {
    const { metric, from, to, dims, resource } = query;
    const key = JSON.stringify([metric, from, to, dims, resource, levels.length]);
    const known = underWay.get(key);
    if (known) return known;
    const finding = findMaterial(collections, query, levels).finally(() => underWay.delete(key));
    underWay.set(key, finding);
    return finding;
  }

  return async (collections, query, levels) => {
    const material = await find(collections, query, levels);
    const [level] = levels as [Level];
    return inSlices(answerFrom(query, stepFor(level, material.windows, query), material));
  };
}

async function findMaterial(
  collections: Collections,
  query: CheckedQuery,
  levels: readonly Level[],
): Promise<Material> {
  const { metric, from } = query;
  const [ofMetric, found] = await Promise.all([
    collections.series.find({ metric, lastAt: { $gte: from } }).toArray(),
    findWindows(collections, { ...query, levels }),
  ]);
  const wanted = wantedOf(ofMetric, query);
  const kinds = [...new Set(ofMetric.map(({ grid }) => kindOf(metric, grid)))];
  const projection = projectionOf(wanted, kinds, ofMetric.length);
  const data = wanted.size > 0 ? await found.dataOf(kinds, projection) : new Map();
  return { windows: found.windows, data, wanted };
}

function wantedOf(ofMetric: readonly SeriesDoc[], query: CheckedQuery): Map<string, Wanted> {
  const wanted = new Map<string, Wanted>();
  for (const series of ofMetric) {
    const dims = dimsOf(series);
    if (matchesDims(query, dims)) wanted.set(series._id, { dims, grid: series.grid ?? 'size' });
  }
  return wanted;
}

function projectionOf(
  wanted: ReadonlyMap<string, Wanted>,
  kinds: readonly string[],
  ofMetric: number,
): object {
  const areAll = wanted.size === ofMetric && !kinds.includes(numbers);
  if (areAll || wanted.size > mostPicked) return { s: 1 };
  return Object.fromEntries([...wanted.keys()].map((id) => [`s.${id}`, 1]));
}

function* answerFrom(
  query: CheckedQuery,
  stepMs: number,
  { windows, data, wanted }: Material,
): Sliced<ReadAnswer> {
  const answer = createAnswer(query, stepMs);
  for (const window of windows) {
    answer.window(window);
    for (const { s = {} } of data.get(window.w) ?? []) {
      for (const id in s) {
        const [cell, series] = [s[id], wanted.get(id)];
        if (cell !== undefined && series) {
          answer.series(series.dims, tallyFrom(cell, series.grid));
          yield;
        }
      }
    }
  }
  answer.close();
  return answer.finish();
}
