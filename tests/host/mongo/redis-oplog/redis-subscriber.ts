import type { Document } from '../driver/driver';
import { idsMatchedBySelector } from '../local/selectors';
import { dedicatedChannel, type MutationEvent } from './messages';
import type { ObservableCollection } from './observable-collection';
import { processorOf, type Strategy, synthetic } from './processors';
import type { SubscriptionManager } from './subscription-manager';

/** Takes messages in for one query. */
export interface RedisSubscriber {
  readonly observableCollection: ObservableCollection;
  readonly channels: readonly string[];
  readonly strategy: Strategy;
  process(event: MutationEvent, document: Document, fields?: readonly string[]): Promise<void>;
  processSynthetic(
    event: MutationEvent,
    document: Document,
    fields?: readonly string[],
  ): Promise<void>;
  stop(): void;
}

export type RedisSubscriberClass = new (
  observableCollection: ObservableCollection,
  strategy: Strategy,
) => RedisSubscriber;

export function createRedisSubscriber(manager: SubscriptionManager): RedisSubscriberClass {
  return class RedisSubscriber {
    observableCollection: ObservableCollection;
    strategy: Strategy;
    processor: ReturnType<typeof processorOf>;
    channels: readonly string[];

    constructor(observableCollection: ObservableCollection, strategy: Strategy) {
      this.observableCollection = observableCollection;
      this.strategy = strategy;
      this.processor = processorOf(strategy);
      this.channels = channelsOf(observableCollection, strategy);
      manager.attach(this);
    }

    async process(event: MutationEvent, document: Document, fields?: readonly string[]) {
      await this.processor(this.observableCollection, event, document, fields);
    }

    async processSynthetic(event: MutationEvent, document: Document, fields?: readonly string[]) {
      await synthetic(this.observableCollection, event, document, fields);
    }

    stop() {
      manager.detach(this);
    }
  };
}

/** By its documents when the query names them, anew when it has a window, else by its collection. */
export function strategyOf(selector: unknown, options: { limit?: number; skip?: number }) {
  if (options.limit || options.skip) return 'LS';
  return idsMatchedBySelector(selector) ? 'DC' : 'D';
}

function channelsOf(
  { collectionName, selector }: ObservableCollection,
  strategy: Strategy,
): readonly string[] {
  const ids = strategy === 'DC' ? idsMatchedBySelector(selector) : undefined;
  return ids ? ids.map((id) => dedicatedChannel(collectionName, id)) : [collectionName];
}
