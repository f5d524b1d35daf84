/**
 * The driver's functions on a collection that ask the database, and what
 * MongoDB calls what they ask. A bulk write is one, whatever it is made of.
 * Those that are not here (`findOne`, `indexes` ...) are made of these.
 */
export const commands: Readonly<Record<string, string>> = {
  insertOne: 'insert',
  insertMany: 'insert',
  updateOne: 'update',
  updateMany: 'update',
  replaceOne: 'update',
  deleteOne: 'delete',
  deleteMany: 'delete',
  findOneAndUpdate: 'findAndModify',
  findOneAndReplace: 'findAndModify',
  findOneAndDelete: 'findAndModify',
  bulkWrite: 'bulkWrite',
  countDocuments: 'aggregate',
  estimatedDocumentCount: 'count',
  count: 'count',
  distinct: 'distinct',
  mapReduce: 'mapReduce',
  createIndex: 'createIndexes',
  createIndexes: 'createIndexes',
  dropIndex: 'dropIndexes',
  dropIndexes: 'dropIndexes',
  drop: 'drop',
  rename: 'renameCollection',
};

/** The functions that give a cursor, which asks the database when it is read. */
export const cursorCommands: Readonly<Record<string, string>> = {
  find: 'find',
  aggregate: 'aggregate',
  listIndexes: 'listIndexes',
};

/** A batch after the first. It counts into the command that opened the cursor, and is a span of its own. */
export const getMore = 'getMore';

/** What MongoDB calls the target of a command that is about no collection. */
export const noCollection = '$cmd';
