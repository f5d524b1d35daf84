import type { CustomApi } from '../../server/custom/custom-api';
import type { JobApi } from '../../server/job-api';

type Same<A, B> =
  (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;

function holds<_Claim extends true>(): void {}

export function uses(radiant: CustomApi & JobApi): void {
  const plain = radiant.span('render', () => 1);
  holds<Same<typeof plain, number>>();
  const later = radiant.job('cleanup', async () => 'done');
  holds<Same<typeof later, Promise<string>>>();

  radiant.counter('orders', { labels: { shop: 'a', vip: true, floor: 2 } }).add();
  radiant.gauge('depth').set(1);
  radiant.gauge('depth', { read: () => 1 }).remove();
  radiant.histogram('took', { unit: 'ms' }).record(1);
  radiant.error('anything', { name: 'import', attributes: { rows: 1 } });
  radiant.watchJobs({}).stop();

  // @ts-expect-error: what is read cannot be set
  radiant.gauge('depth', { read: () => 1 }).set(1);
  // @ts-expect-error: a reading is a number, at once
  radiant.gauge('depth', { read: async () => 1 });
  // @ts-expect-error: a histogram has a unit
  radiant.histogram('took');
  // @ts-expect-error: one of three
  radiant.histogram('took', { unit: 's' });
  // @ts-expect-error: labels are texts, numbers and booleans
  radiant.counter('orders', { labels: { user: {} } });
}
