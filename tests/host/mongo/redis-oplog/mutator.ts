import type { Collection } from '../collection';
import type { UpdateOptions } from '../connection-update';
import type { MongoContext } from '../context';
import type { Document } from '../driver/driver';
import { isPlain } from '../driver/values';
import { dedicatedChannel, type Message, type MutationEvent } from './messages';

export interface MutationOptions extends UpdateOptions {
  /** Whether the observers of this instance are told before the write resolves. */
  readonly optimistic?: boolean;
  readonly pushToRedis?: boolean;
}

/** Brings messages to this instance's observers, or to those of all. */
export interface Dispatcher {
  here(channel: string, message: Message): Promise<void>;
  /** `isToldHere` says that this instance need not listen to it. */
  everywhere(channel: string, message: Message, isToldHere: boolean): void;
}

/** What takes the place of a collection's writes: the same, and then a message. */
export function createMutator(context: MongoContext, dispatcher: Dispatcher) {
  const { DDP } = context.options;
  const { insertAsync, updateAsync, removeAsync } = context.Collection.prototype as Collection;

  /** Outside of methods nobody waits for observers. */
  function isOptimistic({ optimistic }: MutationOptions): boolean {
    return optimistic ?? Boolean(DDP._CurrentMethodInvocation.get());
  }

  async function dispatch(
    { _name }: Collection,
    event: MutationEvent,
    ids: readonly unknown[],
    options: MutationOptions & { fields?: readonly string[] },
  ): Promise<void> {
    const name = String(_name);
    const optimistic = isOptimistic(options);
    const { fields: f } = options;
    for (const _id of ids) {
      const message: Message = { e: event, d: { _id }, ...(f && { f }) };
      await send([name, dedicatedChannel(name, _id)], message, optimistic);
    }
  }

  async function send(channels: string[], message: Message, optimistic: boolean): Promise<void> {
    for (const channel of channels) {
      if (optimistic) await dispatcher.here(channel, message);
      dispatcher.everywhere(channel, message, optimistic);
    }
  }

  async function idsOf(collection: Collection, selector: unknown, multi: boolean) {
    const options = { fields: { _id: 1 }, transform: null, ...(multi ? {} : { limit: 1 }) };
    const found = (await collection.find(selector, options).fetchAsync()) as Document[];
    return found.map(({ _id }) => _id);
  }

  return {
    async insertAsync(this: Collection, document: Document, options: MutationOptions = {}) {
      const id = await insertAsync.call(this, document);
      if (options.pushToRedis !== false) await dispatch(this, 'i', [id], options);
      return id;
    },

    async updateAsync(
      this: Collection,
      selector: unknown,
      modifier: Document,
      options: MutationOptions = {},
    ) {
      if (options.pushToRedis === false) return updateAsync.call(this, selector, modifier, options);
      const ids = await idsOf(this, selector, options.multi === true);
      if (options.upsert && ids.length === 0) {
        const result = await updateAsync.call(this, selector, modifier, options);
        const { insertedId } = Object(result) as { insertedId?: unknown };
        if (insertedId !== undefined) await dispatch(this, 'i', [insertedId], options);
        return result;
      }
      const query = { ...(isPlain(selector) ? selector : {}), _id: { $in: ids } };
      const result = await updateAsync.call(this, query, modifier, options);
      await dispatch(this, 'u', ids, { ...options, fields: topLevelFields(modifier) });
      return result;
    },

    async removeAsync(this: Collection, selector: unknown, options: MutationOptions = {}) {
      const ids = await idsOf(this, selector, true);
      const removed = await removeAsync.call(this, selector);
      if (options.pushToRedis !== false) await dispatch(this, 'r', ids, options);
      return removed;
    },
  };
}

function topLevelFields(modifier: Document): string[] {
  const paths = Object.entries(modifier).flatMap(([key, value]) =>
    key.startsWith('$') ? Object.keys(value as Document) : [key],
  );
  return [...new Set(paths.map((path) => path.split('.')[0] ?? path))];
}
