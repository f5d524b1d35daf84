import type { Series } from '../../common/batch';
import type { Reader } from '../../common/reader';
import type { Resource } from '../../common/resource';
import { memorySink } from '../../server/sinks/memory';
import { aBatch, aSeries } from './a-batch';
import { seeded } from './seeded';

/** How one name behaves: log-normal times around a median, calls at random. */
export interface Behaviour {
  readonly name: string;
  readonly perSecond: number;
  readonly medianMs: number;
  /** Standard deviation of the logarithm of times. */
  readonly spread: number;
  readonly errorShare?: number;
  /** Share of calls that take ten times as long. */
  readonly slowShare?: number;
}

export interface Deployed {
  readonly release: string;
  readonly instances: number;
  /** Seconds after the start of the tests' time. */
  readonly from: number;
  readonly to: number;
  readonly methods: readonly Behaviour[];
  readonly resource?: Partial<Resource>;
}

export const start = 1_728_000_000_000;
export const at = (seconds: number) => start + seconds * 1_000;

const widthSeconds = 10;
const { signal } = new AbortController();

/**
 * A backend that processes of several releases share. Each window of each has
 * what a truth model draws; `wobble` is the spread of what is common to all
 * calls of a window, whichever release they are of.
 */
export function twoReleases(seed: number, { wobble = 0 }: { readonly wobble?: number } = {}) {
  let now = start;
  const sink = memorySink({ now: () => now });
  const random = seeded(seed);

  async function write(deployed: Deployed, second: number, load: number): Promise<void> {
    for (let index = 0; index < deployed.instances; index++) {
      const shift = index * 1_300;
      const [from, to] = [at(second) + shift, at(second + widthSeconds) + shift];
      now = Math.max(now, to);
      const resource = {
        release: deployed.release,
        instance: `${deployed.release}-${index}`,
        host: `host-${index}`,
        startedAt: at(deployed.from),
        ...deployed.resource,
      };
      const share = 1 / deployed.instances;
      const series = deployed.methods.flatMap((one) => drawn(one, { random, share, load }));
      const pulse = aSeries('radiant.series', {}, 1);
      await sink.write(aBatch({ from, to, resource, series: [pulse, ...series] }), signal);
    }
  }

  return {
    reader: sink.reader as Reader,
    /** Writes what all of them record in the windows from `from` to `to`. */
    async run(deployments: readonly Deployed[], from: number, to: number): Promise<void> {
      for (let second = from; second < to; second += widthSeconds) {
        const load = Math.exp(wobble * normal(random));
        for (const one of deployments) {
          if (one.from <= second && second + widthSeconds <= one.to) await write(one, second, load);
        }
      }
    },
  };
}

interface Drawing {
  readonly random: () => number;
  readonly share: number;
  readonly load: number;
}

function drawn(behaviour: Behaviour, { random, share, load }: Drawing): Series[] {
  const { name, perSecond, medianMs, spread, errorShare = 0, slowShare = 0 } = behaviour;
  const calls = poisson(perSecond * widthSeconds * share, random);
  if (calls === 0) return [];
  const times = Array.from({ length: calls }, () => {
    const slow = random() < slowShare ? 10 : 1;
    return medianMs * slow * load * Math.exp(spread * normal(random));
  });
  const errors = times.filter(() => random() < errorShare).length;
  const dims = { name, origin: 'client' };
  return [
    aSeries('method.run', dims, times),
    aSeries(
      'method.duration',
      { ...dims, outcome: 'ok' },
      times.map((ms) => ms + 1),
    ),
    aSeries(
      'method.cpu',
      dims,
      times.map((ms) => ms / 10),
    ),
    aSeries('method.calls', { ...dims, outcome: 'ok' }, calls - errors),
    aSeries('method.calls', { ...dims, outcome: 'error' }, errors),
  ];
}

function normal(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

function poisson(mean: number, random: () => number): number {
  const end = Math.exp(-mean);
  let [count, product] = [0, random()];
  while (product > end) {
    count++;
    product *= random();
  }
  return count;
}
