import '../../todos/server/main';
import { check } from 'meteor/check';
import { Meteor } from 'meteor/meteor';
import { Tasks } from '../../todos/imports/tasks/tasks';

const TILES = ['open', 'oldest', 'urgent', 'today', 'mine'] as const;

/**
 * A board whose tiles each look at the open tasks by themselves: equal queries,
 * opened before the first of them is there to be shared.
 */
Meteor.publish('tasks.board', async function (listId: unknown) {
  check(listId, String);
  const tile = async (name: string) => {
    let open = 0;
    let isShown = false;
    const count = (by: number) => {
      open += by;
      if (isShown) this.changed('tiles', name, { open });
    };
    const handle = await Tasks.find({ listId, done: false }).observeChanges({
      added: () => count(1),
      removed: () => count(-1),
    });
    this.onStop(() => handle.stop());
    isShown = true;
    this.added('tiles', name, { open });
  };

  await Promise.all(TILES.map(tile));
  this.ready();
});
