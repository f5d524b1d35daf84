import { Meteor } from 'meteor/meteor';
import { ReactiveVar } from 'meteor/reactive-var';
import { button, make } from '../elements';
import { live } from '../live';
import type { Page } from './page';

const EXPORT_MS = 1_200;

const progress = new ReactiveVar('No report yet');

/** Two calls that take their time: one works, the other waits. */
export const reportsPage: Page = {
  path: /^\/reports$/,
  title: 'Reports',
  show: () => [
    live(make('p', { id: 'progress' }), () => [progress.get()]),
    button('Weekly report', () => run('reports.weekly')),
    button('Export', () => run('reports.export', EXPORT_MS)),
  ],
};

async function run(method: string, ...args: readonly number[]): Promise<void> {
  progress.set('Under way …');
  const startedAt = performance.now();
  await Meteor.callAsync(method, ...args);
  progress.set(`Done in ${Math.round(performance.now() - startedAt)} ms`);
}
