import type { ReadErrorGroup } from '../../common/read-errors';

/** A group of defects as it is read: ten of one release, without samples; every field can be given. */
export function anErrorGroup(fields: Partial<ReadErrorGroup> = {}): ReadErrorGroup {
  const { message = 'no list ?', count = 10, firstRelease = '1' } = fields;
  return {
    group: `group of ${message}`,
    source: 'method',
    name: 'tasks.add',
    errorName: 'TypeError',
    message,
    frame: 'app/tasks.ts:12',
    expected: false,
    count,
    firstAt: 0,
    firstRelease,
    lastAt: 0,
    lastRelease: firstRelease,
    releases: [{ release: firstRelease, count }],
    instances: 1,
    samples: [],
    ...fields,
  };
}
