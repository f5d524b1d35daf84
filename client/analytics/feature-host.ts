import type { Feature, FeatureClient } from '../../common/analytics/feature';
import type { Undo } from '../../common/undo';

/** Names a feature and gets it; by `import()` where it is not in the first bundle. */
export interface FeatureEntry {
  readonly name: string;
  readonly load: () => Feature | Promise<Feature>;
}

/** A feature is turned off when it has failed so often. */
const maxFailures = 5;

/** Installs a feature; `state` has `on` for it, or why it is not, from then on. */
export async function installFeature(
  { name, load }: FeatureEntry,
  state: Record<string, string>,
  clientOf: (guard: FeatureClient['guard']) => FeatureClient,
): Promise<void> {
  let undo: Undo | undefined;
  let failures = 0;
  const off = (error: unknown) => {
    state[name] = `${error}`;
    const back = undo;
    undo = undefined;
    back?.();
  };
  const guard: FeatureClient['guard'] = (run) => {
    try {
      return run();
    } catch (error) {
      if (++failures === maxFailures) guard(() => off(error));
      return undefined;
    }
  };
  state[name] = 'on';
  try {
    const feature = await load();
    undo = feature.install(clientOf(guard));
  } catch (error) {
    off(error);
  }
}
