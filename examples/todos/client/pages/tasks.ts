import { Meteor } from 'meteor/meteor';
import { Analytics } from 'meteor/radiant:agent';
import { type Task, Tasks } from '../../imports/tasks/tasks';
import { make } from '../elements';
import { live } from '../live';
import type { Page } from './page';

export const tasksPage: Page = {
  path: /^\/lists\/([^/]+)$/,
  title: 'Tasks',
  show(listId = '') {
    Meteor.subscribe('tasks.byList', listId);
    return [
      addForm(listId),
      live(make('ul', { id: 'tasks' }), () =>
        Tasks.find({ listId }, { sort: { createdAt: 1 } }).map(item),
      ),
    ];
  },
};

function item({ _id, text, done }: Task): HTMLLIElement {
  const made = make('li', { className: done ? 'done' : '' }, [text]);
  made.addEventListener('click', () => Meteor.callAsync('tasks.toggle', _id));
  return made;
}

function addForm(listId: string): HTMLFormElement {
  const input = make('input', { name: 'text', placeholder: 'New task', autocomplete: 'off' });
  const form = make('form', { id: 'add' }, [input]);
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    if (input.value) addTask(listId, input.value);
    form.reset();
  });
  return form;
}

async function addTask(listId: string, text: string): Promise<void> {
  await Meteor.callAsync('tasks.add', listId, text);
  Analytics.track('Task Added', { listId });
}
