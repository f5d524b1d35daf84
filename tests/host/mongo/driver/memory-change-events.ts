import type { Timestamp } from 'mongodb';
import { oplogV2V1Converter } from '../observe/oplog-entry';
import type { ChangeEvent, Document } from './driver';
import type { CursorSource } from './memory-cursor';
import type { LoggedOperation } from './memory-oplog';
import { cloned } from './values';

/** The time of the event that a resume token stands for. */
export function tokenTime(token: unknown): Timestamp {
  return (token as Token).ts;
}

interface Token {
  readonly _data: string;
  readonly ts: Timestamp;
}

/** What a change stream of one collection tells of an entry in the oplog: mostly nothing. */
export function changeEvents(source: CursorSource, entry: LoggedOperation): ChangeEvent[] {
  if (Array.isArray(entry.o.applyOps)) {
    // They have the time of their entry in common.
    const operations = entry.o.applyOps as LoggedOperation[];
    return operations.flatMap((each) => changeEvents(source, { ...entry, ...each }));
  }
  const { database, collection } = source;
  if (entry.op === 'c') return isDropOf(source, entry) ? dropped(source, entry) : [];
  if (entry.op === 'n' || entry.ns !== `${database}.${collection}`) return [];
  return [{ ...common(source, entry), ...ofDocument(source, entry) }];
}

function common({ database, collection }: CursorSource, entry: LoggedOperation) {
  const { ts, wall } = entry;
  const token: Token = { _data: ts.toString(), ts };
  return { _id: token, clusterTime: ts, wallTime: wall, ns: { db: database, coll: collection } };
}

function ofDocument(source: CursorSource, { op, o, o2 }: LoggedOperation) {
  if (op === 'd') return { operationType: 'delete', documentKey: { _id: o._id }, ...NO_IMAGE };
  const documentKey = { _id: o2?._id };
  if (op === 'i') return { operationType: 'insert', documentKey, fullDocument: cloned(o) };
  if (o.$v !== 2) {
    return { operationType: 'replace', documentKey, fullDocument: cloned(o), ...NO_IMAGE };
  }
  const { database, collection, server } = source;
  const [fullDocument = null] = server.find(`${database}.${collection}`, documentKey);
  const updateDescription = descriptionOf(o);
  return { operationType: 'update', documentKey, fullDocument, updateDescription, ...NO_IMAGE };
}

/** Collections have no images of before, unless they are made with them. */
const NO_IMAGE = { fullDocumentBeforeChange: null };

function descriptionOf(o: Document): Document {
  const { $set = {}, $unset = {} } = oplogV2V1Converter(o) as Record<string, Document>;
  return { updatedFields: cloned($set), removedFields: Object.keys($unset), truncatedArrays: [] };
}

function isDropOf({ database, collection }: CursorSource, { ns, o }: LoggedOperation): boolean {
  return ns === `${database}.$cmd` && (o.drop === collection || 'dropDatabase' in o);
}

/** The end of a collection ends its streams. */
function dropped(source: CursorSource, entry: LoggedOperation): ChangeEvent[] {
  const { _id, clusterTime, wallTime, ns } = common(source, entry);
  return [
    { _id, operationType: 'drop', clusterTime, wallTime, ns },
    { _id, operationType: 'invalidate', clusterTime, wallTime },
  ];
}
