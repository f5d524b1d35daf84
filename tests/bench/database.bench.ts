import { type Undo, undoable } from '../../common/undo';
import { hookCollections } from '../../server/instruments/database/hook-collections';
import { hookCursors } from '../../server/instruments/database/hook-cursors';
import { createOperations } from '../../server/instruments/database/operations';
import { fakeRecorder } from '../support/fake-recorder';
import { anInvocation } from '../support/samples';
import type { BenchTable } from './bench-table';
import { budgets } from './budgets';
import { measureInTurns } from './measure-in-turns';

const operationsAtOnce = 200;
const documents = 100;

/**
 * What Radiant adds to an operation of the driver, to a cursor, and to a
 * document that a cursor has already: the hooks alone, inside an invocation,
 * over a driver that takes no time. What comes of the samples is measured with
 * the pipeline. Budgets are what a call with three operations can afford of its
 * 2 µs; of a cursor, which is a find, twice that: it keeps its own account.
 */
export async function run({ timeMs = 1_500 } = {}): Promise<readonly BenchTable[]> {
  const { recorder, samples } = fakeRecorder();
  const silent = { ...recorder, now: () => performance.now(), record: () => undefined };
  const bare = makeDriver();
  const hooked = makeDriver();
  const undo = install(hooked, silent);
  const pair = (task: (things: Things) => Promise<unknown>) => ({
    bare: () => inside(bare, task),
    'with Radiant': () => inside(hooked, task),
  });
  const inside = (driver: Driver, task: (things: Things) => Promise<unknown>) =>
    recorder.context.run(anInvocation('method', 'bench'), task, undefined, [driver.make()]);
  const many = (one: () => Promise<unknown>) =>
    Promise.all(Array.from({ length: operationsAtOnce }, one));

  const tables = [
    await measureInTurns(
      { title: 'operation', operations: operationsAtOnce, timeMs, budget: budgets.databaseCommand },
      pair((things) => many(() => things.deleteOne())),
    ),
    await measureInTurns(
      {
        title: 'cursor of one batch',
        operations: operationsAtOnce,
        timeMs,
        budget: budgets.cursor,
      },
      pair((things) => many(() => things.find(1).next())),
    ),
    await measureInTurns(
      {
        title: 'document of a batch',
        operations: documents,
        timeMs,
        budget: budgets.documentOfBatch,
      },
      pair(async (things) => {
        const cursor = things.find(documents);
        for (let n = 0; n < documents; n++) await cursor.next();
      }),
    ),
  ];
  undo();
  if (samples.length > 0) throw new Error('bench: samples went astray');
  return tables;
}

interface Things {
  deleteOne(): Promise<unknown>;
  find(batch: number): { next(): Promise<unknown> };
}

interface Driver {
  readonly db: object;
  make(): Things & { readonly collectionName: string };
}

/** Classes of its own each time, as each side has hooks of its own. */
function makeDriver(): Driver {
  const db = {};
  const zero = { isZero: () => true };

  class Cursor {
    id: typeof zero | undefined;
    readonly closed = false;
    private left: number;

    constructor(private readonly batch: number) {
      this.left = 0;
    }

    bufferedCount() {
      return this.left;
    }

    async next() {
      if (!this.id) {
        this.id = zero;
        this.left = this.batch;
      }
      return this.left-- > 0 ? db : null;
    }
  }

  class Collection {
    readonly collectionName = 'things';
    readonly s = { db };

    async deleteOne() {
      return db;
    }

    find(batch: number) {
      return new Cursor(batch);
    }
  }

  return { db, make: () => new Collection() };
}

function install({ db, make }: Driver, recorder: Parameters<typeof createOperations>[0]): Undo {
  return undoable((defer) => {
    const operations = createOperations(recorder);
    const cursors = hookCursors(operations, recorder, defer, (reason) => {
      throw new Error(`bench: ${reason}`);
    });
    hookCollections(operations, cursors, defer)({ db, client: {}, rawCollection: make });
  });
}
