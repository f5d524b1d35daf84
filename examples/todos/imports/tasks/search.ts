import type { Task } from './tasks';

const MAX_HITS = 20;

/** The tasks that share most letter pairs with `words`, best first. */
export function search(words: string, tasks: readonly Task[]): Task[] {
  const wanted = pairs(words);
  return tasks
    .map((task) => ({ task, score: overlap(wanted, pairs(task.text)) }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score)
    .slice(0, MAX_HITS)
    .map(({ task }) => task);
}

function pairs(text: string): Set<string> {
  const letters = text.toLowerCase();
  return new Set(Array.from(letters, (_, at) => letters.slice(at, at + 2)));
}

function overlap(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  let shared = 0;
  for (const pair of a) if (b.has(pair)) shared += 1;
  return shared / (a.size + b.size - shared);
}
