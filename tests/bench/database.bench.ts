import type { BenchTable } from './bench-table';
import { budgets } from './budgets';
import { databaseSubject, type Things } from './database-subject';
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
  const bare = databaseSubject({ withRadiant: false });
  const hooked = databaseSubject({ withRadiant: true });
  const pair = (task: (things: Things) => Promise<unknown>) => ({
    bare: () => bare.inside(task),
    'with Radiant': () => hooked.inside(task),
  });
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
  hooked.end();
  return tables;
}
