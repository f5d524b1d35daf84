import '../../todos/server/main';
import { check } from 'meteor/check';
import { Meteor } from 'meteor/meteor';
import { Mongo } from 'meteor/mongo';

const KEPT = 200;
const PER_TICK = 4;
const TICK_MS = 20;

interface Message {
  readonly _id: string;
  readonly text: string;
  readonly number: number;
}

/** Saved searches, each a query of its own, over a collection that never rests. */
const Messages = new Mongo.Collection<Message>('messages');

Meteor.publish('messages.matching', (words: unknown) => {
  check(words, [String]);
  const matches = words.map((word) => ({ text: { $regex: word, $options: 'i' } }));
  return Messages.find({ $or: matches });
});

Meteor.startup(() => {
  let number = 0;
  Meteor.setInterval(async () => {
    for (let left = PER_TICK; left > 0; left -= 1) {
      number += 1;
      await Messages.insertAsync({ number, text: `Message ${number} of nobody in particular` });
    }
    await Messages.removeAsync({ number: { $lte: number - KEPT } });
  }, TICK_MS);
});
