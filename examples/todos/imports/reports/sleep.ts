import { Meteor } from 'meteor/meteor';

export function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => {
    Meteor.setTimeout(resolve, ms);
  });
}
