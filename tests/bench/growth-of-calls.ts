import { type BenchTable, rowsOf } from './bench-table';
import { budgets } from './budgets';
import { ddpSubject } from './ddp-subject';
import { fakeObservers } from './fake-observers';
import { growthLimits, growthSizes, sizeName } from './growth-sizes';
import { measureInTurns } from './measure-in-turns';

const atOnce = 200;

interface Sized {
  readonly size: number;
  readonly withRadiant: boolean;
  run(): unknown;
  end(): Promise<unknown>;
}

/** What Radiant adds to a call, a message and an evaluation, by how many there are of what. */
export async function growthOfCalls(timeMs: number): Promise<readonly BenchTable[]> {
  return [
    await added('method call, by methods', timeMs, callOfMethods),
    await added('method call, by sessions', timeMs, callAmongSessions),
    await added('DDP message (ping, pong), by sessions', timeMs, messageAmongSessions),
    await added('evaluation, by observers', timeMs, evaluationAmongObservers),
  ];
}

/** With Radiant and bare at each size, all in one run. */
async function added(
  title: string,
  timeMs: number,
  subjectOf: (size: number, withRadiant: boolean) => Promise<Sized>,
): Promise<BenchTable> {
  const subjects: Sized[] = [];
  for (const size of growthSizes) {
    subjects.push(await subjectOf(size, false), await subjectOf(size, true));
  }
  const tasks = Object.fromEntries(
    subjects.map(({ size, withRadiant, run }) => [`${size} ${withRadiant}`, run]),
  );
  const { rows } = await measureInTurns({ title, operations: atOnce, timeMs }, tasks);
  for (const { end } of subjects) await end();
  const timeOf = (name: string) => rows.find((row) => row.name === name)?.value ?? Number.NaN;
  return {
    title: `${title}: what is added`,
    budget: budgets.flat,
    rows: rowsOf(
      growthSizes.map((size) => [sizeName(size), timeOf(`${size} true`) - timeOf(`${size} false`)]),
    ),
  };
}

async function callOfMethods(size: number, withRadiant: boolean): Promise<Sized> {
  const subject = await ddpSubject({ withRadiant, methods: size, given: growthLimits });
  for (let at = 0; at < size; at++) await subject.call(`echo.${at}`, 1);
  const asked = Array.from({ length: 10 }, (_, at) => `echo.${(at * size) / 10}`);
  return {
    ...{ size, withRadiant, end: subject.end },
    async run() {
      for (const name of asked) await subject.call(name, atOnce / 10);
    },
  };
}

async function callAmongSessions(size: number, withRadiant: boolean): Promise<Sized> {
  const subject = await ddpSubject({ withRadiant, others: size });
  return { size, withRadiant, run: () => subject.call('echo', atOnce), end: subject.end };
}

async function messageAmongSessions(size: number, withRadiant: boolean): Promise<Sized> {
  const { session, end } = await ddpSubject({ withRadiant, others: size });
  return {
    ...{ size, withRadiant, end },
    run() {
      for (let n = 0; n < atOnce; n++) session.processMessage({ msg: 'ping', id: 'p' });
    },
  };
}

async function evaluationAmongObservers(size: number, withRadiant: boolean): Promise<Sized> {
  const { evaluate, end } = await fakeObservers({ count: size, withRadiant });
  return { size, withRadiant, run: () => evaluate(atOnce / 10), end };
}
