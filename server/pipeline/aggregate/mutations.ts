import type { Histogram } from '../../../common/histogram';
import { type Dims, OTHER } from '../../../common/metrics';
import type { MutationOp, MutationSample } from '../../../common/sample';
import { byName } from './by-name';
import { countUp } from './count-up';
import type { NumberCell, SeriesTable } from './series-table';

/** The series of one collection, operation and owner, each asked for when first needed. */
interface MutationCells {
  /** Whether they are of all that is beyond the limit. */
  readonly isOther: boolean;
  count?: NumberCell;
  docs?: NumberCell;
  errors?: NumberCell;
  duration?: Histogram;
}

const ops: readonly MutationOp[] = ['insert', 'update', 'upsert', 'remove', 'bulk'];

/** Turns writes into series. */
export function aggregateMutations(table: SeriesTable): (sample: MutationSample) => void {
  const create = (name: string): MutationCells => ({ isOther: name === OTHER });
  const cellsOf = Object.fromEntries(ops.map((op) => [op, byName(table, create)])) as Record<
    MutationOp,
    (name: string) => MutationCells
  >;

  return (sample) => {
    const { op, isFirst, docs, failed, durationMs } = sample;
    const cells = cellsOf[op](`${sample.owner}\u0000${sample.collection}`);
    if (isFirst) {
      cells.count ??= table.number('mutation.count', dimsOf(cells, sample));
      countUp(cells.count, 1);
    }
    if (docs > 0) {
      cells.docs ??= table.number('mutation.docs', dimsOf(cells, sample));
      countUp(cells.docs, docs);
    }
    if (failed) {
      cells.errors ??= table.number('mutation.errors', dimsOf(cells, sample));
      countUp(cells.errors, 1);
    }
    if (durationMs !== undefined) {
      cells.duration ??= table.histogram('mutation.duration', dimsOf(cells, sample));
      cells.duration.record(durationMs);
    }
  };
}

function dimsOf({ isOther }: MutationCells, { collection, op, owner }: MutationSample): Dims {
  return isOther ? { collection: OTHER, op, owner: OTHER } : { collection, op, owner };
}
