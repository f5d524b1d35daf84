/** Why a query is polled, and how to get it off polling; both follow a "because" or a colon. */
export interface PollingReason {
  readonly why: string;
  readonly remedy: string;
  /** It is the app's set-up, not the query: one finding for all of them. */
  readonly wholeApp?: boolean;
}

const unknown: PollingReason = {
  why: 'Meteor chose to, for a reason that is not known',
  remedy: 'compare the query with those that do not poll',
};

const reasons: Readonly<Record<string, PollingReason>> = {
  NO_ENV: {
    why: 'the app reads neither the oplog nor change streams',
    remedy: 'set MONGO_OPLOG_URL, or on Meteor 3.5 run MongoDB 6 or newer as a replica set',
    wholeApp: true,
  },
  DISABLE_OPLOG: {
    why: 'the query asks for it',
    remedy: 'take the option disableOplog out of the query',
  },
  ORDERED: {
    why: 'it is observed in order (addedBefore, movedBefore, addedAt \u2026)',
    remedy: 'observe added, changed and removed, and sort on the client',
  },
  EXCLUDED_COLLECTION: {
    why: 'the settings keep this collection off the oplog',
    remedy: 'look at oplogExcludeCollections and oplogIncludeCollections in the settings of mongo',
  },
  MINIMONGO_MATCHER_ERROR: {
    why: 'Meteor cannot evaluate the selector itself',
    remedy: 'use operators that Minimongo knows, not $expr, $text or $jsonSchema',
  },
  MINIMONGO_SORTER_ERROR: {
    why: 'Meteor cannot evaluate the sort itself',
    remedy: 'sort by fields, up or down, not by $natural or $meta',
  },
  NOT_SUPPORTED_FIELDS: {
    why: 'the fields have operators or positions in them',
    remedy: 'list plain names of fields, without $elemMatch, $slice or .$',
  },
  SKIP_NOT_SUPPORTED: {
    why: 'the query skips documents',
    remedy: 'page by a range of the field that it sorts by',
  },
  WHERE_NOT_SUPPORTED: {
    why: 'the selector has $where',
    remedy: 'say it with operators, or store the result in a field',
  },
  GEO_NOT_SUPPORTED: {
    why: 'the selector asks for what is near',
    remedy: 'select a box by ranges of latitude and longitude, and refine it on the client',
  },
  LIMIT_NO_SORT: {
    why: 'the query has a limit but no sort',
    remedy: 'add a sort, { _id: 1 } if any will do',
  },
  TRACKER_ACTIVE: {
    why: 'it is observed inside a Tracker computation',
    remedy: 'observe outside of Tracker.autorun',
  },
  UNKNOWN_REASON: unknown,
};

/** What a reason code of an observer entry means. */
export function pollingReason(code: string | undefined): PollingReason {
  return code !== undefined && Object.hasOwn(reasons, code) ? (reasons[code] ?? unknown) : unknown;
}

/** All codes, for the documentation's sake. */
export const pollingCodes: readonly string[] = Object.keys(reasons);
