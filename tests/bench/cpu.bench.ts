import { createHook } from 'node:async_hooks';
import { createAccounts } from '../../server/cpu/accounts';
import { createSliceHooks } from '../../server/cpu/slice-hooks';
import { createInvocationContext } from '../../server/pipeline/invocation-context';
import { createStopwatch } from '../../server/pipeline/stopwatch';
import { anInvocation } from '../support/samples';
import type { BenchTable } from './bench-table';
import { measureInTurns } from './measure-in-turns';

const awaitsAtOnce = 2_000;
const turnsAtOnce = 10_000;
const never = () => undefined;

/**
 * What a window costs per `await`, for information: windows are a fortieth of
 * the time. And what a turn of the stopwatch costs, which is there always.
 */
export async function run({ timeMs = 500 } = {}): Promise<readonly BenchTable[]> {
  const context = createInvocationContext();
  const cpu = createStopwatch(() => performance.now(), never);
  const hooks = createSliceHooks({ createHook, cpu, context, failed: never });
  const accounts = createAccounts({ context, limit: 1_000 });
  const invocation = anInvocation('method', 'tasks.add');

  async function awaits(): Promise<void> {
    for (let index = 0; index < awaitsAtOnce; index++) await undefined;
  }
  const inCall = () => context.run(invocation, awaits, undefined, []);
  async function inWindow(): Promise<void> {
    hooks.open(accounts, Number.POSITIVE_INFINITY, never);
    await inCall();
    hooks.close();
  }
  function turns(): void {
    for (let index = 0; index < turnsAtOnce; index++) {
      cpu.enter(invocation.work);
      cpu.leave();
    }
  }
  function looks(): void {
    for (let index = 0; index < turnsAtOnce; index++) performance.now();
  }

  return [
    await measureInTurns(
      {
        title: 'an await in a call, outside of a window and in one',
        operations: awaitsAtOnce,
        timeMs,
      },
      { outside: inCall, 'in a window': inWindow },
    ),
    await measureInTurns(
      { title: 'a turn of the stopwatch', operations: turnsAtOnce, timeMs },
      { 'a look at the clock': looks, 'enter and leave': turns },
    ),
  ];
}
