import type { Random } from '../../tests/support/seeded-random';
import { anyList } from './any-list';
import type { DdpClient, DdpSubscription } from './ddp-client';
import { between, pick } from './random';

/** What an action can use, and what the bot remembers between two of them. */
export interface Scene {
  readonly client: DdpClient;
  readonly random: Random;
  /** Tasks this bot added and has not removed. */
  readonly ownTasks: string[];
  /** The list it looks at. */
  opened: DdpSubscription | undefined;
}

export interface Action {
  /** How often it comes, against the others. */
  readonly weight: number;
  run(scene: Scene): Promise<unknown>;
}

const MAX_OWN_TASKS = 10;

/** What bots do: what people do with a list of tasks, and what goes wrong meanwhile. */
export const actions: readonly Action[] = [
  { weight: 5, run: addTask },
  { weight: 4, run: toggleTask },
  { weight: 3, run: ({ client, random }) => client.call('tasks.search', pick(random, words)) },
  { weight: 3, run: withList('lists.summary') },
  { weight: 2, run: addAndRemoveList },
  { weight: 2, run: ({ client, random }) => client.call('reports.build', between(random, 4, 12)) },
  { weight: 1, run: ({ client }) => client.call('reports.weekly') },
  { weight: 2, run: waitInLine },
  { weight: 2, run: exportMeanwhile },
  { weight: 1, run: ({ client }) => client.call('tasks.fail') },
  { weight: 1, run: ({ client }) => client.call('tasks.crash') },
  { weight: 1, run: hitLimit },
  { weight: 2, run: openList },
  { weight: 1, run: lookAtEverything },
];

/** One of them, the heavier the likelier. */
export function nextAction(random: Random, choices: readonly Action[]): Action {
  const total = choices.reduce((sum, { weight }) => sum + weight, 0);
  let left = random() * total;
  return (
    choices.find(({ weight }) => {
      left -= weight;
      return left < 0;
    }) ?? { weight: 0, run: async () => {} }
  );
}

/** Subscribes to one of the lists, and lets the one before go. */
export async function openList(scene: Scene): Promise<void> {
  const before = scene.opened;
  scene.opened = await scene.client.subscribe('tasks.byList', anyList(scene));
  await before?.stop();
}

const words = ['boat', 'letter before noon', 'garden', 'bicycles by friday', 'paint'] as const;

async function addTask(scene: Scene): Promise<void> {
  const { client, random, ownTasks } = scene;
  const text = `Task ${between(random, 1, 1_000)}`;
  ownTasks.push(String(await client.call('tasks.add', anyList(scene), text)));
  if (ownTasks.length > MAX_OWN_TASKS) await client.call('tasks.remove', ownTasks.shift());
}

async function toggleTask({ client, random, ownTasks }: Scene): Promise<void> {
  const taskId = pick(random, ownTasks);
  if (taskId) await client.call('tasks.toggle', taskId);
}

function withList(method: string): Action['run'] {
  return (scene) => scene.client.call(method, anyList(scene));
}

async function addAndRemoveList({ client, random }: Scene): Promise<void> {
  const listId = await client.call('lists.create', `List of ${between(random, 1, 1_000)}`);
  await client.call('lists.rename', listId, `List of ${between(random, 1, 1_000)}`);
  await client.call('lists.remove', listId);
}

/** The second call waits in the session's queue behind the first. */
async function waitInLine(scene: Scene): Promise<void> {
  const { client, random } = scene;
  const waiting = client.call('reports.wait', between(random, 10, 40));
  await Promise.all([waiting, withList('lists.count')(scene)]);
}

/** The second call overtakes the first, which unblocks. */
async function exportMeanwhile(scene: Scene): Promise<void> {
  const { client, random } = scene;
  const exporting = client.call('reports.export', between(random, 20, 80));
  await Promise.all([exporting, withList('lists.count')(scene)]);
}

async function hitLimit({ client }: Scene): Promise<void> {
  await Promise.all(Array.from({ length: 7 }, () => client.call('tasks.limited')));
}

async function lookAtEverything({ client }: Scene): Promise<void> {
  const everything = await client.subscribe('tasks.everything');
  await everything.stop();
}
