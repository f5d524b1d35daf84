import type { FindingKind } from '../../common/finding';
import type { Action, Scene } from './actions';
import { anyList } from './any-list';
import { between } from './random';

/** What a scenario plants: what Radiant has to find. */
export interface Planted {
  readonly what: string;
  readonly owner: { readonly kind: 'publication'; readonly name: string };
  readonly collection: string;
  readonly shape: string;
  /** The kind of finding that names it. */
  readonly finding: FindingKind;
}

/**
 * The example app with one problem, planted by `scenarios/<name>.ts` in the
 * app's process, and what bots do there besides what they always do.
 */
export interface Scenario {
  readonly planted: Planted | undefined;
  /** What each bot does at first. */
  open?(scene: Scene, bot: number): Promise<unknown>;
  readonly actions: readonly Action[];
}

export const scenarioNames = ['healthy', 'guilty', 'leak', 'duplicates', 'polling'] as const;

export type ScenarioName = (typeof scenarioNames)[number];

const SEARCHES = 10;
const WORDS = 30;

export const scenarios: Readonly<Record<ScenarioName, Scenario>> = {
  healthy: { planted: undefined, actions: [] },

  guilty: {
    planted: {
      what: 'saved searches, each with words of its own, over messages that come all the time',
      owner: { kind: 'publication', name: 'messages.matching' },
      collection: 'messages',
      shape: '{$or: [{text: {$regex: ?, $options: ?}}, …]}',
      finding: 'guilty',
    },
    async open({ client }, bot) {
      for (let search = 0; search < SEARCHES; search += 1) {
        const words = Array.from({ length: WORDS }, (_, word) => `word ${bot}-${search}-${word}`);
        await client.subscribe('messages.matching', words);
      }
    },
    actions: [],
  },

  leak: {
    planted: {
      what: 'a publication that never stops the observer it opens',
      owner: { kind: 'publication', name: 'tasks.newest' },
      collection: 'tasks',
      shape: '{listId: ?} sort {createdAt: -1} limit',
      finding: 'leak',
    },
    actions: [{ weight: 8, run: lookAt('tasks.newest') }],
  },

  duplicates: {
    planted: {
      what: 'equal queries that are opened at once, so that none finds the other to share',
      owner: { kind: 'publication', name: 'tasks.board' },
      collection: 'tasks',
      shape: '{listId: ?, done: ?}',
      finding: 'duplicates',
    },
    open: (scene) => scene.client.subscribe('tasks.board', anyList(scene)),
    actions: [{ weight: 2, run: lookAt('tasks.board') }],
  },

  polling: {
    planted: {
      what: 'a query with a limit and no order, which cannot be followed but by polling',
      owner: { kind: 'publication', name: 'tasks.some' },
      collection: 'tasks',
      shape: '{listId: ?} limit',
      finding: 'polling',
    },
    open: (scene) => scene.client.subscribe('tasks.some', anyList(scene)),
    actions: [{ weight: 2, run: lookAt('tasks.some') }],
  },
};

/** Subscribes, looks for a moment, and unsubscribes. */
function lookAt(publication: string): Action['run'] {
  return async (scene) => {
    const subscription = await scene.client.subscribe(publication, anyList(scene));
    await pause(between(scene.random, 10, 50));
    await subscription.stop();
  };
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
}
