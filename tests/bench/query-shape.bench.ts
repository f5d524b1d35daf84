import { type CursorDescription, queryKey, queryShape } from '../../common/query-shape';
import type { BenchTable } from './bench-table';
import { measure } from './measure';

const operations = 100;

const ids = Array.from({ length: 5_000 }, (_, at) => `kPsMcAD8qBfyK${1_000 + at}`);
const wide = Object.fromEntries(Array.from({ length: 10_000 }, (_, at) => [`field${at}`, at]));

const queries: Readonly<Record<string, CursorDescription>> = {
  'an ordinary one': {
    collectionName: 'tasks',
    selector: { listId: 'inbox', done: { $ne: true } },
    options: { sort: { createdAt: -1 }, fields: { title: 1, done: 1 }, limit: 20 },
  },
  '$in of 5,000 ids': { collectionName: 'tasks', selector: { _id: { $in: ids } }, options: {} },
  '10,000 keys': { collectionName: 'tasks', selector: wide, options: {} },
};

/** Shape and key of a query that was never seen, and of one that was, beside its JSON. */
export async function run({ timeMs = 300 } = {}): Promise<readonly BenchTable[]> {
  const tables: BenchTable[] = [];
  for (const [name, query] of Object.entries(queries)) {
    const times = (task: (query: CursorDescription) => unknown) => () => {
      for (let at = 0; at < operations; at++) task(query);
    };
    const table = await measure(
      { title: `query shape: ${name}`, operations, timeMs },
      {
        'JSON.stringify': times((given) => JSON.stringify(given)),
        'shape, first time': times((given) => queryShape({ ...given })),
        'shape, again': times(queryShape),
        'key, first time': times((given) => queryKey({ ...given })),
        'key, again': times(queryKey),
      },
    );
    tables.push(table);
  }
  return tables;
}
