import { patchMethod } from '../../../common/patch-method';
import type { Undo } from '../../../common/undo';
import type { LayerPaths } from './layer-paths';
import type { ExpressRouter } from './target';

/** Learns the paths of what is mounted from now on, in all routers of that copy of express. */
export function hookUse(router: ExpressRouter, paths: LayerPaths): Undo {
  return patchMethod(ownerOfUse(router), 'use', (use) => {
    return function (this: ExpressRouter, first: unknown) {
      const before = this.stack.length;
      // biome-ignore lint/complexity/noArguments: passing `arguments` on costs no array
      const result = Reflect.apply(use, this, arguments);
      const path = pathIn(first);
      if (path !== undefined) paths.learn(this.stack.slice(before), path);
      return result;
    };
  });
}

function ownerOfUse(router: ExpressRouter): ExpressRouter {
  let owner: object | null = router;
  while (owner && !Object.hasOwn(owner, 'use')) owner = Object.getPrototypeOf(owner);
  if (!owner) throw new TypeError('use is not a function');
  return owner as ExpressRouter;
}

/** The path among the arguments of `use`: what comes first, unless it is a function. */
function pathIn(first: unknown): unknown {
  if (!Array.isArray(first)) return typeof first === 'function' ? undefined : first;
  const all: unknown[] = first.flat(Number.POSITIVE_INFINITY);
  return typeof all[0] === 'function' ? undefined : all;
}
