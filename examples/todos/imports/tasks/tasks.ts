import { Mongo } from 'meteor/mongo';

export interface Task {
  readonly _id: string;
  readonly listId: string;
  readonly text: string;
  readonly done: boolean;
  readonly createdAt: Date;
}

export const Tasks = new Mongo.Collection<Task>('tasks');
