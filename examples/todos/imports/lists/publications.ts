import { Meteor } from 'meteor/meteor';
import { Lists } from './lists';

export function defineListPublications(): void {
  /** Cheap: a handful of small documents. */
  Meteor.publish('lists.all', () => Lists.find({}, { fields: { title: 1 } }));

  /** Depends on the user, so Meteor runs it again at login and logout. */
  Meteor.publish('lists.mine', function () {
    return Lists.find({ owner: this.userId ?? 'nobody' });
  });
}
