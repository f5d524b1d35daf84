import { Mongo } from 'meteor/mongo';

export interface List {
  readonly _id: string;
  readonly title: string;
  /** The user who made it; absent when nobody was logged in. */
  readonly owner?: string;
  readonly createdAt: Date;
}

export const Lists = new Mongo.Collection<List>('lists');
