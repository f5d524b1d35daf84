import { type Undo, undoable } from '../../common/undo';
import { hookCollections } from '../../server/instruments/database/hook-collections';
import { hookCursors } from '../../server/instruments/database/hook-cursors';
import { createOperations } from '../../server/instruments/database/operations';
import { fakeRecorder } from '../support/fake-recorder';
import { anInvocation } from '../support/samples';

/** A driver that takes no time, bare or with the hooks of the instrument, whose samples go nowhere. */
export interface DatabaseSubject {
  /** Does the task inside of an invocation. */
  inside(task: (things: Things) => Promise<unknown>): unknown;
  end(): void;
}

export function databaseSubject({
  withRadiant,
}: {
  readonly withRadiant: boolean;
}): DatabaseSubject {
  const { recorder } = fakeRecorder();
  const silent = { ...recorder, now: () => performance.now(), record: () => undefined };
  const driver = makeDriver();
  const undo = withRadiant ? install(driver, silent) : () => undefined;
  const invocation = anInvocation('method', 'bench');
  return {
    inside: (task) => recorder.context.run(invocation, task, undefined, [driver.make()]),
    end: undo,
  };
}

export interface Things {
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
