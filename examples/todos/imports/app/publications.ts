import { Meteor } from 'meteor/meteor';

/** What every client gets without asking. */
export function defineAppPublications(): void {
  Meteor.publish(null, function appInfo() {
    this.added('app', 'info', { name: 'todos', meteor: Meteor.release });
    this.ready();
  });
}
