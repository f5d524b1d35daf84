import type { Histogram } from '../../../common/histogram';
import type { JobSample } from '../../../common/sample';
import { byName } from './by-name';
import { countUp } from './count-up';
import type { NumberCell, SeriesTable } from './series-table';

interface JobCells {
  readonly name: string;
  readonly runs: Partial<Record<'ok' | 'error', NumberCell>>;
  duration?: Histogram;
  cpu?: Histogram;
  db?: Histogram;
}

/** Turns runs of jobs into series. */
export function aggregateJobs(table: SeriesTable): (sample: JobSample) => void {
  const cellsOf = byName<JobCells>(table, (name) => ({ name, runs: {} }));

  return ({ name: given, failed, durationMs, cpuMs, dbMs }) => {
    const cells = cellsOf(given);
    const { name } = cells;
    const outcome = failed ? 'error' : 'ok';
    cells.runs[outcome] ??= table.number('job.runs', { name, outcome });
    countUp(cells.runs[outcome]);
    cells.duration ??= table.histogram('job.duration', { name });
    cells.duration.record(durationMs);
    cells.cpu ??= table.histogram('job.cpu', { name });
    cells.cpu.record(cpuMs);
    if (dbMs === undefined) return;
    cells.db ??= table.histogram('job.db', { name });
    cells.db.record(dbMs);
  };
}
