import type { Histogram } from '../../../common/histogram';
import type { MetricName } from '../../../common/metrics';
import type { PublicationSample } from '../../../common/sample';
import { byName } from './by-name';
import { countUp } from './count-up';
import type { NumberCell, SeriesTable } from './series-table';

type Step = PublicationSample['step'];

const counterOf: Partial<Record<Step, MetricName>> = {
  started: 'publication.subscribes',
  stopped: 'publication.unsubscribes',
  rerun: 'publication.reruns',
  error: 'publication.errors',
  denied: 'publication.refused',
  unknown: 'publication.refused',
};

/** The series of one publication, each asked for when first needed. */
interface PublicationCells {
  /** The publication's, or `_OTHER`: what all of them are asked for under. */
  readonly name: string;
  readonly counters: Partial<Record<Step, NumberCell>>;
  ready?: Histogram;
  queue?: Histogram;
  cpu?: Histogram;
  db?: Histogram;
  lifetime?: Histogram;
  initialDocs?: Histogram;
}

/** Turns the steps in the life of subscriptions into series. */
export function aggregatePublications(table: SeriesTable) {
  const cellsOf = byName<PublicationCells>(table, (name) => ({ name, counters: {} }));

  function countStep(cells: PublicationCells, { step }: PublicationSample): void {
    const metric = counterOf[step];
    if (!metric) return;
    cells.counters[step] ??= table.number(metric, { name: cells.name, reason: step });
    countUp(cells.counters[step]);
  }

  function recordReady(
    cells: PublicationCells,
    { readyMs, queueMs, docs, cpuMs, dbMs }: Extract<PublicationSample, { step: 'ready' }>,
  ): void {
    const { name } = cells;
    if (readyMs !== undefined) {
      cells.ready ??= table.histogram('publication.ready', { name });
      cells.ready.record(readyMs);
    }
    if (queueMs !== undefined) {
      cells.queue ??= table.histogram('publication.queue', { name });
      cells.queue.record(queueMs);
    }
    cells.cpu ??= table.histogram('publication.cpu', { name });
    cells.cpu.record(cpuMs);
    if (dbMs !== undefined) {
      cells.db ??= table.histogram('publication.db', { name });
      cells.db.record(dbMs);
    }
    cells.initialDocs ??= table.histogram('publication.initialDocs', { name });
    cells.initialDocs.record(docs);
  }

  return (sample: PublicationSample): void => {
    const cells = cellsOf(sample.name);
    countStep(cells, sample);
    if (sample.step === 'ready') recordReady(cells, sample);
    if (sample.step === 'stopped') {
      cells.lifetime ??= table.histogram('publication.lifetime', { name: cells.name });
      cells.lifetime.record(sample.lifetimeMs);
    }
  };
}
