import type { MongoContext } from '../context';
import type { Cursor } from '../cursor';
import type { Document } from '../driver/driver';
import { countMongoFact } from '../facts';
import { IdMap } from '../local/id-map';
import type { OplogEntry } from './oplog-entry';
import { type OplogDriver, type Phase, type QueryOptions, SwitchedToQuery } from './oplog-state';

const RETRY_MS = 100;

interface Results {
  readonly newResults: IdMap<Document>;
  readonly newBuffer: IdMap<Document>;
}

/** The part of an oplog driver that runs its query: at the start, and when it lost track. */
export function queryMethods(context: MongoContext) {
  const { Meteor } = context.options;
  const noYields = Meteor._noYieldsAllowed;

  async function results(driver: OplogDriver): Promise<Results> {
    const newResults = new IdMap<Document>();
    const newBuffer = new IdMap<Document>();
    const limit = driver._limit;
    const cursor = driver._cursorForQuery({ limit: limit * 2 });
    await cursor.forEach((found, index) => {
      const document = found as Document;
      const target = !limit || index < limit ? newResults : newBuffer;
      target.set(document._id, document);
    });
    return { newResults, newBuffer };
  }

  /** Undefined when the driver was stopped, or the query turned out not to work. */
  async function resultsInTheEnd(
    driver: OplogDriver,
    { initial = false }: QueryOptions,
  ): Promise<Results | undefined> {
    while (!driver._stopped) {
      try {
        return await results(driver);
      } catch (error) {
        if (initial && typeof (error as { code?: unknown }).code === 'number') {
          await driver._multiplexer.queryError(error);
          return undefined;
        }
        Meteor._debug('Got exception while polling query', error);
        await Meteor._sleepForMs(RETRY_MS);
      }
    }
    return undefined;
  }

  return {
    async _runInitialQueryAsync(this: OplogDriver): Promise<void> {
      if (this._stopped) throw new Error('oplog stopped surprisingly early');
      await this._runQuery({ initial: true });
      if (this._stopped) return;
      await this._multiplexer.ready();
      await this._doneQuerying();
    },

    _runInitialQuery(this: OplogDriver): Promise<void> {
      return this._runInitialQueryAsync();
    },

    _pollQuery(this: OplogDriver): void {
      noYields(() => {
        if (this._stopped) return;
        this._needToFetch = new IdMap<OplogEntry>();
        this._currentlyFetching = null;
        ++this._fetchGeneration;
        this._registerPhaseChange('QUERYING');
        Meteor.defer(async () => {
          await this._runQuery();
          await this._doneQuerying();
        });
      });
    },

    async _runQueryAsync(this: OplogDriver, options: QueryOptions | undefined): Promise<void> {
      const found = await resultsInTheEnd(this, options ?? {});
      if (this._stopped || !found) return;
      this._publishNewResults(found.newResults, found.newBuffer);
    },

    _runQuery(this: OplogDriver, options: QueryOptions | undefined): Promise<void> {
      return this._runQueryAsync(options);
    },

    _needToPollQuery(this: OplogDriver): void {
      noYields(() => {
        if (this._stopped) return;
        if (this._phase === 'QUERYING') {
          this._requeryWhenDoneThisQuery = true;
          return;
        }
        this._pollQuery();
        throw new SwitchedToQuery();
      });
    },

    async _doneQuerying(this: OplogDriver): Promise<void> {
      if (this._stopped) return;
      await this._mongoHandle._oplogHandle?.waitUntilCaughtUp();
      if (this._stopped) return;
      if (this._phase !== 'QUERYING') throw Error(`Phase unexpectedly ${this._phase}`);
      if (this._requeryWhenDoneThisQuery) {
        this._requeryWhenDoneThisQuery = false;
        this._pollQuery();
      } else if (this._needToFetch.empty()) await this._beSteady();
      else this._fetchModifiedDocuments();
    },

    _cursorForQuery(this: OplogDriver, overwrite: object): Cursor {
      const { collectionName, selector, options } = this._cursorDescription;
      const { transform, ...rest } = options;
      const all = { ...rest, ...overwrite, fields: this._sharedProjection };
      const description = new context.CursorDescription(collectionName, selector, all);
      return new context.Cursor(this._mongoHandle, description);
    },

    _publishNewResults(
      this: OplogDriver,
      newResults: IdMap<Document>,
      newBuffer: IdMap<Document>,
    ): void {
      noYields(() => {
        if (this._limit) this._unpublishedBuffer?.clear();
        const gone: unknown[] = [];
        this._published.forEach((_document, id) => {
          if (!newResults.has(id)) gone.push(id);
        });
        for (const id of gone) this._removePublished(id);
        newResults.forEach((document, id) => {
          this._handleDoc(id, document);
        });
        if (this._published.size() !== newResults.size()) {
          Meteor._debug(
            'The Mongo server and the Meteor query disagree on how many documents match your query. Cursor description: ',
            this._cursorDescription,
          );
        }
        newBuffer.forEach((document, id) => {
          this._addBuffered(id, document);
        });
        this._safeAppendToBuffer = newBuffer.size() < this._limit;
      });
    },

    _registerPhaseChange(this: OplogDriver, phase: Phase): void {
      noYields(() => {
        const now = new Date();
        if (this._phase) {
          const spentMs = now.getTime() - this._phaseStartTime.getTime();
          countMongoFact(context, `time-spent-in-${this._phase}-phase`, spentMs);
        }
        this._phase = phase;
        this._phaseStartTime = now;
      });
    },
  };
}
