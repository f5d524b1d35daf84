import type { ErrorEntry } from '../../common/error-entry';

/** A defect of a method that happened once; every field can be given. Its group is named after `message`. */
export function anErrorEntry(fields: Partial<ErrorEntry> = {}): ErrorEntry {
  const { message = 'no list ?', lastAt = 0, firstAt = lastAt } = fields;
  return {
    group: `group of ${message}`,
    source: 'method',
    name: 'tasks.add',
    errorName: 'TypeError',
    message,
    frame: 'app/tasks.ts:12',
    expected: false,
    count: 1,
    firstAt,
    lastAt,
    sample: { at: lastAt, message: 'no list 7' },
    ...fields,
  };
}

/** An entry in which nothing is absent. */
export function aFullErrorEntry(fields: Partial<ErrorEntry> = {}): Required<ErrorEntry> {
  const entry = anErrorEntry({ source: 'publication', count: 3, expected: true, ...fields });
  return {
    ...entry,
    sample: {
      at: entry.lastAt,
      message: 'no list “ключ”',
      stack: 'TypeError: no list\n    at add (app/tasks.ts:12:3)\n    at run (app/run.ts:1:1)',
      traceId: '0af7651916cd43dd8448eb211c80319c',
      causes: ['MongoServerError: refused', 'Error: ECONNRESET'],
    },
    ...fields,
  };
}
