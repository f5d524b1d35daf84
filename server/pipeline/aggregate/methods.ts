import type { Histogram } from '../../../common/histogram';
import type { MethodFenceSample, MethodOutcome, MethodSample } from '../../../common/sample';
import { byName } from './by-name';
import { countUp } from './count-up';
import type { NumberCell, SeriesTable } from './series-table';

/** The series of one method, each asked for when first needed. */
interface MethodCells {
  /** The method's, or `_OTHER`: what all of them are asked for under. */
  readonly name: string;
  readonly calls: Partial<Record<MethodOutcome, NumberCell>>;
  readonly duration: Partial<Record<MethodOutcome, Histogram>>;
  queue?: Histogram;
  run?: Histogram;
  fence?: Histogram;
  cpu?: Histogram;
  db?: Histogram;
  http?: Histogram;
  email?: Histogram;
  resultBytes?: Histogram;
  unblocked?: NumberCell;
}

/** Turns the samples of method calls into series. */
export function aggregateMethods(table: SeriesTable) {
  const create = (name: string): MethodCells => ({ name, calls: {}, duration: {} });
  const cellsOf = { client: byName(table, create), server: byName(table, create) };

  function recordParts(cells: MethodCells, sample: MethodSample): void {
    const { queueMs, runMs, resultBytes } = sample;
    if (queueMs !== undefined) {
      cells.queue ??= table.histogram('method.queue', dimsOf(cells, sample));
      cells.queue.record(queueMs);
    }
    if (runMs !== undefined) {
      cells.run ??= table.histogram('method.run', dimsOf(cells, sample));
      cells.run.record(runMs);
    }
    recordWaits(cells, sample);
    if (resultBytes !== undefined) {
      cells.resultBytes ??= table.histogram('method.resultBytes', dimsOf(cells, sample));
      cells.resultBytes.record(resultBytes);
    }
    if (sample.unblocked) {
      cells.unblocked ??= table.number('method.unblocked', dimsOf(cells, sample));
      countUp(cells.unblocked);
    }
  }

  function recordWaits(cells: MethodCells, sample: MethodSample): void {
    const { dbMs, httpMs, emailMs } = sample;
    if (sample.runMs !== undefined) {
      cells.cpu ??= table.histogram('method.cpu', dimsOf(cells, sample));
      cells.cpu.record(sample.cpuMs);
    }
    if (dbMs !== undefined) {
      cells.db ??= table.histogram('method.db', dimsOf(cells, sample));
      cells.db.record(dbMs);
    }
    if (httpMs !== undefined) {
      cells.http ??= table.histogram('method.http', dimsOf(cells, sample));
      cells.http.record(httpMs);
    }
    if (emailMs !== undefined) {
      cells.email ??= table.histogram('method.email', dimsOf(cells, sample));
      cells.email.record(emailMs);
    }
  }

  return {
    call(sample: MethodSample): void {
      const { outcome } = sample;
      const cells = cellsOf[sample.origin](sample.name);
      cells.calls[outcome] ??= table.number('method.calls', { ...dimsOf(cells, sample), outcome });
      countUp(cells.calls[outcome]);
      cells.duration[outcome] ??= table.histogram('method.duration', {
        ...dimsOf(cells, sample),
        outcome,
      });
      cells.duration[outcome].record(sample.durationMs);
      recordParts(cells, sample);
    },

    fence(sample: MethodFenceSample): void {
      const cells = cellsOf[sample.origin](sample.name);
      cells.fence ??= table.histogram('method.fence', dimsOf(cells, sample));
      cells.fence.record(sample.fenceMs);
    },
  };
}

function dimsOf({ name }: MethodCells, { origin }: MethodSample | MethodFenceSample) {
  return { name, origin };
}
