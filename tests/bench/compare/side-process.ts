import { busySince, moment } from '../busy-clock';
import { type Subject, subjects, type Task } from './subjects';
import type { Times, Turn } from './turns';

/**
 * One state of the agent, in a process of its own: measures what its parent
 * asks for, one turn after the other, and waits in between.
 */
const made = new Map<string, Promise<Subject>>();

async function answer({ subject, variant, forMs }: Turn): Promise<Times> {
  const make = subjects[subject];
  if (!make) throw new Error(`there is no subject ${subject}`);
  const known = made.get(subject) ?? make();
  made.set(subject, known);
  const task = (await known)[variant];
  return task ? measured(task, forMs) : [];
}

async function measured({ operations, prepare, run }: Task, forMs: number): Promise<Times> {
  const times: number[] = [];
  let busyMs = 0;
  do {
    await prepare?.();
    const then = moment();
    await run();
    const tookMs = busySince(then);
    times.push((tookMs * 1e6) / operations);
    busyMs += tookMs;
  } while (busyMs < forMs);
  return times;
}

process.on('message', (turn: Turn) => {
  answer(turn).then(
    (times) => process.send?.({ times }),
    (error: unknown) => process.send?.({ failed: String(error) }),
  );
});
process.on('disconnect', () => process.exit());
process.send?.({ subjects: Object.keys(subjects) });
