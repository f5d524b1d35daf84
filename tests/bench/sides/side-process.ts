import { busySince, moment } from '../busy-clock';
import type { Times, Turn } from './side';
import { type SubjectName, subjects, type Task } from './subjects';

/**
 * An app without Radiant, or with it, in a process of its own: measures what
 * its parent asks for, one turn after the other, and waits in between. Nothing
 * of the other app is here, so that code is compiled for one of them, and
 * promises are watched in one alone.
 */
const withRadiant = process.argv[2] === 'radiant';
const made = new Map<SubjectName, Promise<Task | undefined>>();

async function answer({ subject, forMs }: Turn): Promise<Times> {
  const known = made.get(subject) ?? subjects[subject](withRadiant);
  made.set(subject, known);
  const task = await known;
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
