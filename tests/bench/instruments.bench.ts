import type { BenchTable } from './bench-table';
import { budgets } from './budgets';
import { measureApart } from './measure-apart';

/** What Radiant adds to a call, a subscription and a message. */
export function run(options: { readonly isQuick?: boolean }): Promise<readonly BenchTable[]> {
  return measureApart(
    {
      'method call by a client': budgets.methodByClient,
      'method call by the server': budgets.methodByServer,
      'subscription, from sub to nosub': budgets.subscription,
      'subscription message (changed)': budgets.message,
      'other message (ping, pong)': budgets.message,
    },
    options,
  );
}
