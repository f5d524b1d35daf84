import type { MutationOp } from '../../../common/sample';

type Options = Readonly<Record<string, unknown>>;
type Result = Readonly<Record<string, unknown>>;

/** How one writing function of the driver's collections is read. */
export interface DriverWrite {
  /** Where its options are among the arguments. */
  readonly optionsAt: number;
  op(options: Options): MutationOp;
  /** Documents inserted, changed or removed, from what the driver answers. */
  docs(result: Result, options: Options): number;
}

const insert = (docs: DriverWrite['docs']): DriverWrite => ({
  optionsAt: 1,
  op: () => 'insert',
  docs,
});
const update = (docs: DriverWrite['docs']): DriverWrite => ({
  optionsAt: 2,
  op: ({ upsert }) => (upsert ? 'upsert' : 'update'),
  docs,
});
const remove = (docs: DriverWrite['docs']): DriverWrite => ({
  optionsAt: 1,
  op: () => 'remove',
  docs,
});

const numberOf = (value: unknown) => (typeof value === 'number' ? value : 0);
const changed = (result: Result) => numberOf(result.modifiedCount) + numberOf(result.upsertedCount);
const deleted = (result: Result) => numberOf(result.deletedCount);

/**
 * One document at most. Driver 6 answers with the document as it was, or after
 * an upsert that inserted, nothing; driver 4, and 6 when asked, with metadata.
 */
function foundOne(result: Result, { upsert }: Options): number {
  const { lastErrorObject: metadata } = result;
  if ('value' in result && typeof metadata === 'object' && metadata !== null) {
    return numberOf((metadata as Result).n);
  }
  return result === nothing && !upsert ? 0 : 1;
}

/** Stands for an answer that is no object. */
const nothing: Result = {};

/** The driver's functions that write, by name. */
export const driverWrites: Readonly<Record<string, DriverWrite>> = {
  insertOne: insert(({ insertedId }) => (insertedId === undefined ? 0 : 1)),
  insertMany: insert(({ insertedCount }) => numberOf(insertedCount)),
  updateOne: update(changed),
  updateMany: update(changed),
  replaceOne: update(changed),
  findOneAndUpdate: update(foundOne),
  findOneAndReplace: update(foundOne),
  deleteOne: remove(deleted),
  deleteMany: remove(deleted),
  findOneAndDelete: remove(foundOne),
  bulkWrite: {
    optionsAt: 1,
    op: () => 'bulk',
    docs: (result) => numberOf(result.insertedCount) + changed(result) + deleted(result),
  },
};

/** The options among the arguments of a call; empty where a callback stands in their place. */
export function optionsOf({ optionsAt }: DriverWrite, args: ArrayLike<unknown>): Options {
  const options = args[optionsAt];
  return typeof options === 'object' && options !== null ? (options as Options) : {};
}

export function docsOf(write: DriverWrite, result: unknown, options: Options): number {
  const isObject = typeof result === 'object' && result !== null;
  return write.docs(isObject ? (result as Result) : nothing, options);
}
