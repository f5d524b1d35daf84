import type { MethodHandler } from '../ddp/types';
import type { Collection } from './collection';
import type { MongoContext } from './context';
import type { Document } from './driver/driver';
import { selectorIsId } from './local/selectors';

const NAMES = ['insertAsync', 'updateAsync', 'removeAsync', 'insert', 'update', 'remove'] as const;

/**
 * The DDP methods of a collection (`/tasks/insertAsync` …) by which clients
 * write to it directly. They answer 403 unless the app has the package
 * `insecure`; rules of `allow` are not evaluated.
 */
export function mutationMethods(
  context: MongoContext,
  collection: Collection,
): Record<string, MethodHandler> {
  const { Meteor } = context.options;

  function handler(name: (typeof NAMES)[number]): MethodHandler {
    return function mutate(...args: Document[]) {
      const isInsert = name.startsWith('insert');
      if (!isInsert) assertSelectsById(args[0], name);
      if (collection._restricted) {
        throw new Meteor.Error(
          403,
          `Access denied. No allow validators set on restricted collection for method '${name}'.`,
        );
      }
      if (!collection._isInsecure()) throw new Meteor.Error(403, 'Access denied');
      return write(collection, name, args);
    };
  }

  function assertSelectsById(selector: unknown, name: string): void {
    if (selectorIsId((selector as Document | undefined)?._id)) return;
    if (selectorIsId(selector)) return;
    throw new Meteor.Error(403, `Not permitted. Untrusted code may only ${name} documents by ID.`);
  }

  return Object.fromEntries(NAMES.map((name) => [`${collection._prefix}${name}`, handler(name)]));
}

function write(collection: Collection, name: string, args: Document[]): unknown {
  const [document] = args;
  const lacksId = name.startsWith('insert') && document && !('_id' in document);
  if (lacksId) document._id = collection._makeNewID();
  const target = collection._collection as unknown as Record<string, Write | undefined>;
  return target[name.replace(/(Async)?$/, 'Async')]?.(...args);
}

type Write = (...args: Document[]) => unknown;
