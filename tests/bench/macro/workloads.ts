import type { Random } from '../../support/seeded-random';
import { groups, spareMethods } from './app/sizes';
import type { Done, LoadClient } from './ddp-load';

/** One step of a client's: it is over when the app has answered. */
export type Workload = (client: LoadClient, random: Random, done: Done) => void;

const between = (random: Random, count: number) => Math.floor(random() * count);

/** Calls a method, or takes a subscription, of one of so many names. */
function oneOf(names: number): Workload {
  return (client, random, done) => {
    const name = `bench.spare${between(random, names)}`;
    if (random() < 0.6) client.call(name, [someMs(random)], done);
    else client.subscribe(name, [someMs(random)], done);
  };
}

/** From a tenth of a millisecond to 20 ms, most of them short: as widely spread as an app's. */
const someMs = (random: Random) => 0.1 * 200 ** random();

/** All that clients may do, by name. */
export const workloads = {
  echo: (client, _random, done) => client.call('bench.echo', ['hello'], done),

  wait5: (client, _random, done) => client.call('bench.wait5', [], done),

  cpu5: (client, _random, done) => client.call('bench.cpu5', [], done),

  db3: (client, random, done) => client.call('bench.db3', [between(random, groups)], done),

  /** Mostly small calls; writes that subscribers see, and subscriptions that come and go. */
  mix(client, random, done) {
    const dice = random();
    if (dice < 0.55) client.call('bench.echo', ['hello'], done);
    else if (dice < 0.75) client.call('bench.db3', [between(random, groups)], done);
    else if (dice < 0.8) client.call('bench.wait5', [], done);
    else if (dice < 0.95) client.call('bench.touch', [between(random, groups)], done);
    else client.subscribe('bench.things', [client.number % groups], done);
  },

  /** Many names, to make some ten thousand series. */
  names: oneOf(spareMethods),

  /** A tenth of them. */
  fewNames: oneOf(spareMethods / 10),
} as const satisfies Readonly<Record<string, Workload>>;

export type WorkloadName = keyof typeof workloads;
