import { update } from 'mingo';
import type { MongoContext } from '../context';
import type { Document } from '../driver/driver';
import { isPlain } from '../driver/values';
import { IdMap } from '../local/id-map';
import { idForOp, type OplogEntry, oplogV2V1Converter } from './oplog-entry';
import { type OplogDriver, untilQuerying } from './oplog-state';

/** The part of an oplog driver that takes in entries and fetches what they leave open. */
export function entryMethods(context: MongoContext) {
  const { Meteor, EJSON } = context.options;
  const noYields = Meteor._noYieldsAllowed;

  function fetchLater(driver: OplogDriver, id: unknown, op: OplogEntry): void {
    driver._needToFetch.set(id, op);
    if (driver._phase === 'STEADY') driver._fetchModifiedDocuments();
  }

  function applyUpdate(driver: OplogDriver, id: unknown, op: OplogEntry): void {
    op.o = oplogV2V1Converter(op.o);
    const replaces = !('$set' in op.o) && !('diff' in op.o) && !('$unset' in op.o);
    if (replaces) {
      driver._handleDoc(id, { _id: id, ...op.o });
      return;
    }
    const known = driver._published.get(id) ?? driver._unpublishedBuffer?.get(id);
    const direct = canBeDirectlyApplied(op.o);
    if (known && direct) {
      const now = EJSON.clone(known);
      now._id = id;
      applyModifier(now, op.o);
      driver._handleDoc(id, driver._sharedProjectionFn(now));
    } else if (!direct || couldMatter(driver, op.o)) fetchLater(driver, id, op);
  }

  async function fetchRound(driver: OplogDriver): Promise<void> {
    const fetching = driver._needToFetch;
    const generation = ++driver._fetchGeneration;
    driver._currentlyFetching = fetching;
    driver._needToFetch = new IdMap<OplogEntry>();
    const fetches: Promise<void>[] = [];
    fetching.forEach((op, id) => {
      fetches.push(fetchOne(driver, id, op, generation));
    });
    await Promise.all(fetches);
  }

  async function fetchOne(
    driver: OplogDriver,
    id: unknown,
    op: OplogEntry,
    generation: number,
  ): Promise<void> {
    const { collectionName } = driver._cursorDescription;
    const done = untilQuerying((error: unknown, document?: Document | null) => {
      const isCurrent = driver._phase === 'FETCHING' && driver._fetchGeneration === generation;
      if (error) giveUpFetching(driver, error);
      else if (!driver._stopped && isCurrent) driver._handleDoc(id, document ?? null);
    });
    await new Promise<void>((resolve) => {
      driver._mongoHandle._docFetcher?.fetch(collectionName, id, op, (...args) => {
        done(...args);
        resolve();
      });
    });
  }

  function giveUpFetching(driver: OplogDriver, error: unknown): void {
    Meteor._debug('Got exception while fetching documents', error);
    if (driver._phase !== 'QUERYING') driver._needToPollQuery();
  }

  async function fetchAll(driver: OplogDriver): Promise<void> {
    while (!driver._stopped && !driver._needToFetch.empty() && !isQuerying(driver)) {
      if (driver._phase !== 'FETCHING') {
        throw new Error(`phase in fetchModifiedDocuments: ${driver._phase}`);
      }
      await fetchRound(driver);
      if (isQuerying(driver)) return;
      driver._currentlyFetching = null;
    }
    if (!isQuerying(driver)) await driver._beSteady();
  }

  function takeEntry(driver: OplogDriver, op: OplogEntry): void {
    const id = idForOp(op);
    const isWaitedFor = driver._currentlyFetching?.has(id) || driver._needToFetch.has(id);
    if (driver._phase === 'FETCHING' && isWaitedFor) driver._needToFetch.set(id, op);
    else if (op.op === 'd') applyRemoval(driver, id);
    else if (op.op === 'i') applyInsert(driver, id, op.o);
    else applyUpdate(driver, id, op);
  }

  return {
    _handleOplogEntryQuerying(this: OplogDriver, op: OplogEntry): void {
      noYields(() => this._needToFetch.set(idForOp(op), op));
    },

    _handleOplogEntrySteadyOrFetching(this: OplogDriver, op: OplogEntry): void {
      noYields(() => takeEntry(this, op));
    },

    _fetchModifiedDocuments(this: OplogDriver): void {
      this._registerPhaseChange('FETCHING');
      Meteor.defer(untilQuerying(() => fetchAll(this)));
    },

    async _beSteady(this: OplogDriver): Promise<void> {
      this._registerPhaseChange('STEADY');
      const writes = this._writesToCommitWhenWeReachSteady || [];
      this._writesToCommitWhenWeReachSteady = [];
      await this._multiplexer.onFlush(async () => {
        for (const write of writes) await write.committed();
      });
    },
  };
}

function isQuerying(driver: OplogDriver): boolean {
  return driver._phase === 'QUERYING';
}

function applyRemoval(driver: OplogDriver, id: unknown): void {
  const isKnown = driver._published.has(id) || driver._unpublishedBuffer?.has(id);
  if (isKnown) driver._removeMatching(id);
}

function applyInsert(driver: OplogDriver, id: unknown, document: Document): void {
  assertUnknown(driver, id);
  if (driver._matcher.documentMatches(document).result) driver._addMatching(document);
}

function assertUnknown(driver: OplogDriver, id: unknown): void {
  if (driver._published.has(id)) {
    throw new Error('insert found for already-existing ID in published');
  }
  if (driver._unpublishedBuffer?.has(id)) {
    throw new Error('insert found for already-existing ID in buffer');
  }
}

function couldMatter(driver: OplogDriver, modifier: Document): boolean {
  if (driver._matcher.canBecomeTrueByModifier(modifier)) return true;
  return driver._sorter?.affectedByModifier(modifier) ?? false;
}

function canBeDirectlyApplied(modifier: Document): boolean {
  return Object.values(modifier).every(
    (fields) => !isPlain(fields) || !Object.keys(fields).some((path) => path.includes('EJSON$')),
  );
}

function applyModifier(document: Document, { $set, $unset }: Document): void {
  const modifier = { ...($set ? { $set } : {}), ...($unset ? { $unset } : {}) };
  update(document, modifier as never, [], {}, { cloneMode: 'deep' });
}
