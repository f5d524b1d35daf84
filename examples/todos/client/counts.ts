import { Mongo } from 'meteor/mongo';

/** One document, `tasks`, that the publication `tasks.counts` keeps up to date. */
export const Counts = new Mongo.Collection<{ _id: string; total: number }>('counts');
