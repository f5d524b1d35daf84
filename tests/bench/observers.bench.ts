import type { HostVersion } from '../host/meteor/versions';
import type { BenchTable } from './bench-table';
import { budgets } from './budgets';
import { measureInTurns } from './measure-in-turns';
import { ignoring, type ObserverSubject, observerSubject } from './observer-subject';

const looksAtOnce = 1_000;
const changesAtOnce = 200;
const opensAtOnce = 50;

/**
 * What Radiant adds to an evaluation, to a change that is passed on, and to an
 * observer that opens and ends: the same app twice, bare and instrumented, in
 * one run, over the database in memory. Opening an observer costs a query of
 * the database besides, which takes a millisecond or more: its limits are there
 * to notice when it becomes worse.
 */
export async function run({ timeMs = 1_500 } = {}): Promise<readonly BenchTable[]> {
  return [...(await oplogTables(timeMs)), ...(await changeStreamTables(timeMs))];
}

async function oplogTables(timeMs: number): Promise<BenchTable[]> {
  const { pair, end } = await makePair('3.3.2', 'oplog');
  const entry = { op: 'i', o: { _id: 'x', n: 1, kind: 'other' }, ns: 'app.things' };
  const tables = [
    await measureInTurns(
      {
        title: 'evaluation of an oplog entry',
        operations: looksAtOnce,
        timeMs,
        budget: budgets.evaluation,
      },
      pair(({ idle }) => {
        const driver = idle._multiplexer._observeDriver;
        for (let n = 0; n < looksAtOnce; n++) driver._handleOplogEntrySteadyOrFetching(entry);
      }),
    ),
    await measureInTurns(
      {
        title: 'change passed on to a handle',
        operations: changesAtOnce,
        timeMs,
        budget: budgets.changePassedOn,
      },
      pair(async ({ busy: { _multiplexer: multiplexer } }) => {
        for (let n = 0; n < changesAtOnce; n++) multiplexer.changed('a', { n });
        await new Promise<void>((resolve) => multiplexer.onFlush(resolve));
      }),
    ),
    await measureInTurns(
      {
        title: 'observer that joins, and ends',
        operations: opensAtOnce,
        timeMs,
        budget: budgets.observerJoins,
      },
      pair(async ({ things }) => {
        for (let n = 0; n < opensAtOnce; n++) {
          const handle = await things.find({ kind: 'busy' }).observeChanges(ignoring);
          await handle.stop();
        }
      }),
    ),
    await measureInTurns(
      {
        title: 'observer with a query of its own, and its end',
        ...{ operations: opensAtOnce, timeMs, budget: budgets.observerOpens },
      },
      pair(async ({ things }) => {
        for (let n = 0; n < opensAtOnce; n++) {
          const handle = await things.find({ kind: 'own', n }).observeChanges(ignoring);
          await handle.stop();
        }
      }),
    ),
  ];
  await end();
  return tables;
}

async function changeStreamTables(timeMs: number): Promise<BenchTable[]> {
  const { pair, end } = await makePair('3.5', 'changeStreams');
  const change = {
    operationType: 'insert',
    documentKey: { _id: 'x' },
    fullDocument: { _id: 'x', n: 1, kind: 'other' },
    ns: { db: 'app', coll: 'things' },
  };
  const table = await measureInTurns(
    {
      title: 'evaluation of a change stream’s event',
      ...{ operations: changesAtOnce, timeMs, budget: budgets.changeStreamEvaluation },
    },
    pair(async ({ idle: { _multiplexer: multiplexer } }) => {
      const driver = multiplexer._observeDriver;
      for (let n = 0; n < changesAtOnce; n++) driver._onChange(change);
      await new Promise((resolve) => setImmediate(resolve));
    }),
  );
  await end();
  return [table];
}

async function makePair(version: HostVersion, driver: 'oplog' | 'changeStreams') {
  const bare = await observerSubject({ version, driver, withRadiant: false });
  const instrumented = await observerSubject({ version, driver, withRadiant: true });
  return {
    pair: (task: (subject: ObserverSubject) => unknown) => ({
      bare: () => task(bare),
      'with Radiant': () => task(instrumented),
    }),
    async end() {
      await bare.end();
      await instrumented.end();
    },
  };
}
