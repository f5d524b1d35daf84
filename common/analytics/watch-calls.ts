import { patchMethod } from '../patch-method';
import type { Undo } from '../undo';
import type { FeatureClient } from './feature';

/**
 * Has `seen` told of each call of `target[key]`, with its arguments and before
 * it runs. The call itself, its `this`, arguments and result, stay as they are,
 * whatever `seen` does.
 *
 * @throws {TypeError} when `target[key]` is not a function or cannot be replaced.
 */
export function watchCalls<Target extends object, Args extends readonly unknown[]>(
  client: Pick<FeatureClient, 'guard'>,
  target: Target,
  key: keyof Target & string,
  seen: (...args: Args) => void,
): Undo {
  return patchMethod(target, key, (original) => {
    return function (this: unknown, ...args: unknown[]) {
      client.guard(() => seen(...(args as unknown as Args)));
      return Reflect.apply(original, this, args);
    };
  });
}
