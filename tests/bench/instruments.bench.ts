import type { BenchTable } from './bench-table';
import { budgets } from './budgets';
import { type DdpSubject, ddpSubject } from './ddp-subject';
import { measureInTurns } from './measure-in-turns';

const callsAtOnce = 200;
const subscriptionsAtOnce = 50;

/**
 * What Radiant adds to a call, a subscription and a message: the same app
 * twice, bare and instrumented, in one run.
 */
export async function run({ timeMs = 1_500 } = {}): Promise<readonly BenchTable[]> {
  const bare = await ddpSubject({ withRadiant: false });
  const instrumented = await ddpSubject({ withRadiant: true });
  const pair = (task: (subject: DdpSubject) => unknown) => ({
    bare: () => task(bare),
    'with Radiant': () => task(instrumented),
  });
  const calls = { operations: callsAtOnce, timeMs };

  const tables = [
    await measureInTurns(
      { title: 'method call by a client', ...calls, budget: budgets.methodByClient },
      pair((subject) => subject.call('echo', callsAtOnce)),
    ),
    await measureInTurns(
      { title: 'method call by the server', ...calls, budget: budgets.methodByServer },
      pair(async ({ host }) => {
        for (let index = 0; index < callsAtOnce; index++) await host.Meteor.callAsync('echo', 1);
      }),
    ),
    await measureInTurns(
      {
        title: 'subscription: sub, ready, unsub, nosub',
        ...{ operations: subscriptionsAtOnce, timeMs, budget: budgets.subscription },
      },
      pair((subject) => subject.subscribe(subscriptionsAtOnce)),
    ),
    await measureInTurns(
      { title: 'subscription message (changed)', ...calls, budget: budgets.message },
      pair(({ subscription }) => {
        for (let n = 0; n < callsAtOnce; n++) subscription.changed('things', 'a', { n });
      }),
    ),
    await measureInTurns(
      { title: 'other message (ping, pong)', ...calls, budget: budgets.message },
      pair(({ session }) => {
        for (let n = 0; n < callsAtOnce; n++) session.processMessage({ msg: 'ping', id: 'p' });
      }),
    ),
  ];
  await bare.end();
  await instrumented.end();
  return tables;
}
