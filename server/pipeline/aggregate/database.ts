import type { Histogram } from '../../../common/histogram';
import type { DatabaseSample } from '../../../common/sample';
import { byName } from './by-name';
import { countUp } from './count-up';
import type { NumberCell, SeriesTable } from './series-table';

interface CommandCells {
  duration?: Histogram;
  errors?: NumberCell;
}

interface CollectionCells {
  readonly collection: string;
  /** MongoDB has few commands, and instruments name them: clients cannot. */
  readonly commands: Map<string, CommandCells>;
}

/** Turns operations on the database into series. */
export function aggregateDatabase(table: SeriesTable): (sample: DatabaseSample) => void {
  const cellsOf = byName<CollectionCells>(table, (collection) => ({
    collection,
    commands: new Map(),
  }));

  function commandCells({ commands }: CollectionCells, command: string): CommandCells {
    const known = commands.get(command);
    if (known) return known;
    const cells: CommandCells = {};
    commands.set(command, cells);
    return cells;
  }

  return ({ command, collection, failed, durationMs }) => {
    const ofCollection = cellsOf(collection);
    const cells = commandCells(ofCollection, command);
    const dims = { command, collection: ofCollection.collection };
    cells.duration ??= table.histogram('db.duration', dims);
    cells.duration.record(durationMs);
    if (!failed) return;
    cells.errors ??= table.number('db.errors', dims);
    countUp(cells.errors);
  };
}
