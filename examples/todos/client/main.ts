import { Meteor } from 'meteor/meteor';
import { Mongo } from 'meteor/mongo';
import { ReactiveVar } from 'meteor/reactive-var';
import { Tracker } from 'meteor/tracker';
import { Lists } from '../imports/lists/lists';
import { Tasks } from '../imports/tasks/tasks';
import { button, element, show } from './elements';

const Counts = new Mongo.Collection<{ _id: string; total: number }>('counts');
const currentList = new ReactiveVar<string | undefined>(undefined);

Meteor.startup(() => {
  Meteor.subscribe('lists.all');
  Meteor.subscribe('lists.mine');
  Meteor.subscribe('tasks.counts');

  Tracker.autorun(subscribeToList);
  Tracker.autorun(showUser);
  Tracker.autorun(showLists);
  Tracker.autorun(showTasks);
  element('add').addEventListener('submit', addTask);
});

function subscribeToList(): void {
  const listId = currentList.get();
  if (listId) Meteor.subscribe('tasks.byList', listId);
}

function showUser(): void {
  const toggle = Meteor.userId()
    ? button('Log out', () => Meteor.logout())
    : button('Log in as ada', () => Meteor.loginWithPassword('ada', 'radiant-todos'));
  show('user', [toggle]);
}

function showLists(): void {
  const lists = Lists.find({}, { sort: { title: 1 } }).fetch();
  show(
    'lists',
    lists.map((list) => button(list.title, () => currentList.set(list._id))),
  );
}

function showTasks(): void {
  const listId = currentList.get();
  const tasks = listId ? Tasks.find({ listId }, { sort: { createdAt: 1 } }).fetch() : [];
  show(
    'tasks',
    tasks.map((task) => {
      const item = document.createElement('li');
      item.textContent = task.text;
      item.className = task.done ? 'done' : '';
      item.addEventListener('click', () => Meteor.callAsync('tasks.toggle', task._id));
      return item;
    }),
  );
  element('counts').textContent = `${Counts.findOne('tasks')?.total ?? 0} tasks in all lists`;
}

function addTask(event: Event): void {
  event.preventDefault();
  const form = event.target as HTMLFormElement;
  const text = String(new FormData(form).get('text') ?? '');
  const listId = currentList.get();
  if (listId && text) Meteor.callAsync('tasks.add', listId, text);
  form.reset();
}
