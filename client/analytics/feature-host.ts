import type { Feature, FeatureClient } from '../../common/analytics/feature';
import type { Undo } from '../../common/undo';
import type { Ledger } from './ledger';

/** Names a feature and gets it; by `import()` where it is not in the first bundle. */
export interface FeatureEntry {
  readonly name: string;
  readonly load: () => Feature | Promise<Feature>;
}

/** Installs features, and turns off those that fail: `state` is `on`, or why not. */
export interface FeatureHost {
  install(entries: readonly FeatureEntry[]): Promise<void>;
  state(): Readonly<Record<string, string>>;
}

/** A feature is turned off when it has failed so often. */
const maxFailures = 5;

export function createFeatureHost(
  ledger: Ledger,
  clientOf: (guard: FeatureClient['guard']) => FeatureClient,
): FeatureHost {
  const state: Record<string, string> = {};

  const install = async ({ name, load }: FeatureEntry) => {
    let undo: Undo | undefined;
    let failures = 0;
    const off = (error: unknown) => {
      state[name] = `${error}`;
      const back = undo;
      undo = undefined;
      if (back) ledger.safe(back);
    };
    try {
      state[name] = 'on';
      const feature = await load();
      undo = feature.install(
        clientOf((run) => {
          try {
            return run();
          } catch (error) {
            if (++failures >= maxFailures) off(error);
            return undefined;
          }
        }),
      );
      if (failures >= maxFailures) undo();
    } catch (error) {
      off(error);
    }
  };

  return {
    state: () => state,
    install: async (entries) => {
      await Promise.all(entries.map(install));
    },
  };
}
