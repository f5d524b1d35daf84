import { emptyDistribution } from '../../../server/compare/distribution';
import { type ReleaseSide, type SideEntry, sideKey } from '../../../server/compare/release-side';
import { seeded } from '../../support/seeded';

/** How one method behaves in one release. */
export interface Modelled {
  readonly name: string;
  readonly perWindow: number;
  readonly medianMs: number;
  readonly errorShare?: number;
}

/** What is common to the calls of one window: of all methods, or of one. */
export interface Wobble {
  readonly ofAll?: number;
  readonly ofOne?: number;
}

const spread = 0.7;

/** Two releases side by side whose windows are drawn from what is modelled: log-normal times. */
export function twoSides(a: readonly Modelled[], b: readonly Modelled[], seed: number) {
  const random = seeded(seed);
  const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  const sides = { a: emptySide(a), b: emptySide(b) };
  const drawn = [...pairs(sides.a, a), ...pairs(sides.b, b)];
  let windows = 0;

  function draw(into: SideEntry, { perWindow, medianMs, errorShare = 0 }: Modelled, load: number) {
    const times = emptyDistribution();
    const calls = Math.max(0, Math.round(perWindow + Math.sqrt(perWindow) * normal()));
    let errors = 0;
    for (let call = 0; call < calls; call++) {
      const ms = medianMs * load * Math.exp(spread * normal());
      const bin = Math.floor(Math.log2(ms) * 32);
      times.bins.set(bin, (times.bins.get(bin) ?? 0) + 1);
      times.count++;
      if (random() < errorShare) errors++;
    }
    into.windows.set(windows, { calls, errors, times });
  }

  return {
    ...sides,
    /** Draws so many windows more. */
    run(count: number, { ofAll = 0, ofOne = 0 }: Wobble = {}): void {
      for (let step = 0; step < count; step++) {
        const load = Math.exp(ofAll * normal());
        for (const [entry, model] of drawn) draw(entry, model, load * Math.exp(ofOne * normal()));
        windows++;
      }
    },
  };
}

function emptySide(models: readonly Modelled[]): ReleaseSide {
  return new Map(
    models.map(({ name }): [string, SideEntry] => [
      sideKey('method', name),
      { kind: 'method', name, measure: 'run', windows: new Map() },
    ]),
  );
}

function pairs(side: ReleaseSide, models: readonly Modelled[]) {
  return [...side.values()].flatMap((entry) => {
    const model = models.find(({ name }) => name === entry.name);
    return model ? [[entry, model] as const] : [];
  });
}
