import { Accounts } from 'meteor/accounts-base';
import { Meteor } from 'meteor/meteor';
import { Lists } from '../lists/lists';
import { Tasks } from '../tasks/tasks';
import { taskText } from './task-text';

const LISTS = 8;
const TASKS_PER_LIST = 50;
const OWNED_LISTS = 2;

/** The user that the demo and the end-to-end tests log in as. */
const DEMO_USER = { username: 'ada', password: 'radiant-todos' };

/** Fills an empty database; leaves one in use alone. */
export async function seed(): Promise<void> {
  const owner = await demoUser();
  if ((await Lists.find({}).countAsync()) > 0) return;
  for (let list = 0; list < LISTS; list += 1) {
    await seedList(list, list < OWNED_LISTS ? owner : undefined);
  }
}

async function demoUser(): Promise<string> {
  const known = await Meteor.users.findOneAsync({ username: DEMO_USER.username });
  return known?._id ?? Accounts.createUserAsync(DEMO_USER);
}

async function seedList(list: number, owner: string | undefined): Promise<void> {
  const listId = await Lists.insertAsync({
    title: `List ${list + 1}`,
    createdAt: new Date(),
    ...(owner ? { owner } : {}),
  });
  for (let task = 0; task < TASKS_PER_LIST; task += 1) {
    await Tasks.insertAsync({
      listId,
      text: taskText(list * TASKS_PER_LIST + task),
      done: task % 3 === 0,
      createdAt: new Date(),
    });
  }
}
