import { Meteor } from 'meteor/meteor';

const TICK_MS = 2_000;

/** Calls `reports.tick` on the server until the process ends. */
export function startTicking(): void {
  Meteor.setInterval(() => Meteor.callAsync('reports.tick'), TICK_MS);
}
