import type { BenchTable } from './bench-table';
import { budgets } from './budgets';
import { measureApart } from './measure-apart';
import { measureInTurns } from './measure-in-turns';
import { ignoring, type ObserverSubject, observerSubject } from './observer-subject';

const opensAtOnce = 50;

/**
 * What Radiant adds to an evaluation, to a change that is passed on, and to an
 * observer that opens and ends, over the database in memory.
 */
export async function run({
  timeMs = 1_500,
  isQuick = false,
} = {}): Promise<readonly BenchTable[]> {
  const apart = await measureApart(
    {
      'evaluation of an oplog entry': budgets.evaluation,
      'evaluation of a change stream’s event': budgets.changeStreamEvaluation,
      'change passed on to a handle': budgets.changePassedOn,
      'observer that joins, and ends': budgets.observerJoins,
    },
    { isQuick },
  );
  return [...apart, await opening(timeMs)];
}

/** Opening an observer is a query of the database: too long a time for turns between processes. */
async function opening(timeMs: number): Promise<BenchTable> {
  const options = { version: '3.3.2', driver: 'oplog' } as const;
  const bare = await observerSubject({ ...options, withRadiant: false });
  const instrumented = await observerSubject({ ...options, withRadiant: true });
  const open = async ({ things }: ObserverSubject) => {
    for (let n = 0; n < opensAtOnce; n++) {
      const handle = await things.find({ kind: 'own', n }).observeChanges(ignoring);
      await handle.stop();
    }
  };
  const table = await measureInTurns(
    {
      title: 'observer with a query of its own, and its end',
      ...{ operations: opensAtOnce, timeMs, budget: budgets.observerOpens },
    },
    { bare: () => open(bare), 'with Radiant': () => open(instrumented) },
  );
  await bare.end();
  await instrumented.end();
  return table;
}
