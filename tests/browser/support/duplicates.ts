import { createQuery } from '../../../examples/demo/query';
import type { TestedApp } from './tested-app';

/** How many events the collector got that it had already, since the app started. */
export async function duplicates({ url }: TestedApp): Promise<number> {
  const { rows } = await createQuery({ url }).read({
    metric: 'collector.drops',
    stat: 'sum',
    dims: { reason: 'duplicate' },
    from: '-600s',
  });
  const counts = rows.flatMap(({ points }) => points.map(([, count]) => Number(count)));
  return counts.reduce((sum, count) => sum + count, 0);
}
