import { Meteor } from 'meteor/meteor';
import { Tracker } from 'meteor/tracker';
import { button, element, show } from './elements';
import { currentPath, link } from './location';
import { listsPage } from './pages/lists';
import type { Page } from './pages/page';
import { reportsPage } from './pages/reports';
import { tasksPage } from './pages/tasks';

const pages: readonly Page[] = [listsPage, tasksPage, reportsPage];

Meteor.startup(() => {
  Meteor.subscribe('lists.all');
  Meteor.subscribe('lists.mine');
  Meteor.subscribe('tasks.counts');

  show('menu', [link('Lists', '/'), link('Reports', '/reports')]);
  Tracker.autorun(showUser);
  Tracker.autorun(showPage);
});

function showUser(): void {
  const toggle = Meteor.userId()
    ? button('Log out', () => Meteor.logout())
    : button('Log in as ada', () => Meteor.loginWithPassword('ada', 'radiant-todos'));
  show('user', [toggle]);
}

function showPage(): void {
  const path = currentPath();
  const page = pages.find((candidate) => candidate.path.test(path));
  const groups = page?.path.exec(path)?.slice(1) ?? [];
  const title = page?.title ?? 'Not found';
  document.title = `${title} · Todos`;
  element('heading').textContent = title;
  show('page', page?.show(...groups) ?? ['There is no such page.']);
}
