import type { Timestamp } from 'mongodb';
import type { MongoContext } from '../context';
import type { Document } from '../driver/driver';
import { mongoSettings } from '../mongo-settings';

export interface OplogOptions {
  readonly includeCollections?: string[] | undefined;
  readonly excludeCollections?: string[] | undefined;
}

/** Which collections the app's settings let the oplog be followed for. */
export function oplogOptions(context: MongoContext): OplogOptions {
  const settings = mongoSettings(context);
  const includeCollections = settings.oplogIncludeCollections;
  const excludeCollections = settings.oplogExcludeCollections;
  if (includeCollections?.length && excludeCollections?.length) {
    throw new Error(
      "Can't use both mongo oplog settings oplogIncludeCollections and oplogExcludeCollections at the same time.",
    );
  }
  return { includeCollections, excludeCollections };
}

const OPERATIONS = [
  { op: { $in: ['i', 'u', 'd'] } },
  { op: 'c', 'o.drop': { $exists: true } },
  { op: 'c', 'o.dropDatabase': 1 },
  { op: 'c', 'o.applyOps': { $exists: true } },
];

/** The entries of one database, as 3.0 asks for them. */
export function baseSelector(dbName: string): Document {
  return { ns: namespaces(dbName), $or: OPERATIONS };
}

/** The same with the collections that the settings name, after `ts` if it is given. */
export function includedSelector(
  dbName: string,
  { includeCollections, excludeCollections }: OplogOptions,
  ts?: Timestamp | null,
): Document {
  const named = (names: string[]) => names.map((name) => `${dbName}.${name}`);
  const clauses: Document[] = [{ $or: OPERATIONS }];
  if (includeCollections?.length) {
    clauses.push({ $or: [{ ns: /^admin\.\$cmd/ }, { ns: { $in: named(includeCollections) } }] });
  } else {
    clauses.push({ ns: namespaces(dbName) });
    if (excludeCollections?.length) clauses.push({ ns: { $nin: named(excludeCollections) } });
  }
  if (ts) clauses.push({ ts: { $gt: ts } });
  return { $and: clauses };
}

function namespaces(dbName: string): RegExp {
  const escaped = dbName.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`^(?:${escaped}\\.|admin\\.\\$cmd)`);
}
