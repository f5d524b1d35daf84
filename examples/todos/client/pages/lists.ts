import { Lists } from '../../imports/lists/lists';
import { Counts } from '../counts';
import { make } from '../elements';
import { live } from '../live';
import { link } from '../location';
import type { Page } from './page';

export const listsPage: Page = {
  path: /^\/$/,
  title: 'Lists',
  show: () => [
    live(make('p', { id: 'counts' }), () => [
      `${Counts.findOne('tasks')?.total ?? 0} tasks in all lists`,
    ]),
    live(make('ul', { id: 'lists' }), () =>
      Lists.find({}, { sort: { title: 1 } }).map(({ _id, title }) =>
        make('li', {}, [link(title, `/lists/${_id}`)]),
      ),
    ),
  ],
};
