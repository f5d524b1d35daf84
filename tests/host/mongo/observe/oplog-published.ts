import type { MongoContext } from '../context';
import type { Document } from '../driver/driver';
import type { OplogDriver } from './oplog-state';
import type { SortedIdMap } from './sorted-id-map';

/** The part of an oplog driver that keeps what is published, within the query's limit. */
export function publishedMethods(context: MongoContext) {
  const { Meteor, EJSON } = context.options;
  const noYields = Meteor._noYieldsAllowed;

  return {
    _addPublished(this: OplogDriver, id: unknown, document: Document): void {
      noYields(() => {
        const { _id, ...fields } = document;
        this._published.set(id, this._sharedProjectionFn(document));
        this._multiplexer.added(id, this._projectionFn(fields));
        if (!this._limit || this._published.size() <= this._limit) return;
        if (this._published.size() !== this._limit + 1) {
          const extra = this._published.size() - this._limit;
          throw new Error(`After adding to published, ${extra} documents are overflowing the set`);
        }
        const overflowing = sorted(this._published).maxElementId();
        if (EJSON.equals(overflowing, id)) {
          throw new Error('The document just added is overflowing the published set');
        }
        const overflowingDocument = this._published.get(overflowing);
        this._published.remove(overflowing);
        this._multiplexer.removed(overflowing);
        this._addBuffered(overflowing, overflowingDocument ?? {});
      });
    },

    _removePublished(this: OplogDriver, id: unknown): void {
      noYields(() => {
        this._published.remove(id);
        this._multiplexer.removed(id);
        if (!this._limit || this._published.size() === this._limit) return;
        if (this._published.size() > this._limit) throw Error('self._published got too big');
        fillFromBuffer(this);
      });
    },

    _changePublished(this: OplogDriver, id: unknown, old: Document, now: Document): void {
      noYields(() => {
        this._published.set(id, this._sharedProjectionFn(now));
        const fields = context.DiffSequence.makeChangedFields(
          this._projectionFn(now),
          this._projectionFn(old),
        );
        if (Object.keys(fields).length > 0) this._multiplexer.changed(id, fields);
      });
    },

    _addBuffered(this: OplogDriver, id: unknown, document: Document): void {
      noYields(() => {
        const buffer = bufferOf(this);
        buffer.set(id, this._sharedProjectionFn(document));
        if (buffer.size() <= this._limit) return;
        buffer.remove(buffer.maxElementId());
        // Something that matches is now in neither of the two.
        this._safeAppendToBuffer = false;
      });
    },

    _removeBuffered(this: OplogDriver, id: unknown): void {
      noYields(() => {
        const buffer = bufferOf(this);
        buffer.remove(id);
        if (buffer.empty() && !this._safeAppendToBuffer) this._needToPollQuery();
      });
    },

    _addMatching(this: OplogDriver, document: Document): void {
      noYields(() => addMatching(this, document));
    },

    _removeMatching(this: OplogDriver, id: unknown): void {
      noYields(() => {
        if (this._published.has(id)) this._removePublished(id);
        else if (!this._limit) {
          throw Error(`tried to remove something matching but not cached ${id}`);
        } else if (bufferOf(this).has(id)) this._removeBuffered(id);
      });
    },

    _handleDoc(this: OplogDriver, id: unknown, now: Document | null): void {
      noYields(() => handleDoc(this, id, now));
    },
  };
}

function addMatching(driver: OplogDriver, document: Document): void {
  const id = document._id;
  if (driver._published.has(id)) throw Error(`tried to add something already published ${id}`);
  if (driver._limit && bufferOf(driver).has(id)) {
    throw Error(`tried to add something already existed in buffer ${id}`);
  }
  if (belongsToPublished(driver, document)) driver._addPublished(id, document);
  else if (fitsIntoBuffer(driver, document)) driver._addBuffered(id, document);
  else driver._safeAppendToBuffer = false;
}

function handleDoc(driver: OplogDriver, id: unknown, now: Document | null): void {
  const matches = now !== null && driver._matcher.documentMatches(now).result;
  const published = driver._published.has(id);
  const buffered = Boolean(driver._limit && driver._unpublishedBuffer?.has(id));
  if (!published && !buffered) {
    if (matches) driver._addMatching(now);
  } else if (!matches) driver._removeMatching(id);
  else if (published) changeInPublished(driver, id, now);
  else changeInBuffer(driver, id, now);
}

function fillFromBuffer(driver: OplogDriver): void {
  const buffer = bufferOf(driver);
  if (!buffer.empty()) {
    const id = buffer.minElementId();
    const document = buffer.get(id) ?? {};
    driver._removeBuffered(id);
    driver._addPublished(id, document);
    return;
  }
  // While querying the caller knows the whole result; else nothing more may match.
  if (driver._phase === 'QUERYING' || driver._safeAppendToBuffer) return;
  throw new Error('Buffer inexplicably empty');
}

function changeInPublished(driver: OplogDriver, id: unknown, now: Document): void {
  const buffer = driver._unpublishedBuffer;
  const first = driver._limit && buffer?.size() ? buffer.get(buffer.minElementId()) : undefined;
  if (!first || compare(driver, now, first) <= 0) {
    driver._changePublished(id, driver._published.get(id) ?? {}, now);
    return;
  }
  driver._removePublished(id);
  const last = buffer?.get(buffer.maxElementId());
  const staysClose = driver._safeAppendToBuffer || (last && compare(driver, now, last) <= 0);
  if (staysClose) driver._addBuffered(id, now);
  else driver._safeAppendToBuffer = false;
}

function changeInBuffer(driver: OplogDriver, id: unknown, now: Document): void {
  const buffer = bufferOf(driver);
  // Not by `_removeBuffered`, which would start a query at once.
  buffer.remove(id);
  const published = sorted(driver._published);
  const lastPublished = published.get(published.maxElementId()) ?? {};
  if (compare(driver, now, lastPublished) < 0) {
    driver._addPublished(id, now);
    return;
  }
  const last = buffer.get(buffer.maxElementId());
  if (driver._safeAppendToBuffer || (last && compare(driver, now, last) <= 0)) {
    buffer.set(id, now);
    return;
  }
  driver._safeAppendToBuffer = false;
  if (buffer.empty()) driver._needToPollQuery();
}

function belongsToPublished(driver: OplogDriver, document: Document): boolean {
  if (!driver._limit || driver._published.size() < driver._limit) return true;
  const published = sorted(driver._published);
  return compare(driver, document, published.get(published.maxElementId()) ?? {}) < 0;
}

function fitsIntoBuffer(driver: OplogDriver, document: Document): boolean {
  const buffer = bufferOf(driver);
  if (driver._safeAppendToBuffer && buffer.size() < driver._limit) return true;
  const last = buffer.get(buffer.maxElementId());
  return last !== undefined && compare(driver, document, last) <= 0;
}

function compare(driver: OplogDriver, a: Document, b: Document): number {
  return driver._comparator?.(a, b) ?? 0;
}

function bufferOf(driver: OplogDriver): SortedIdMap {
  if (!driver._unpublishedBuffer) throw new Error('A query without a limit has no buffer');
  return driver._unpublishedBuffer;
}

/** With a limit what is published is kept sorted. */
function sorted(published: OplogDriver['_published']): SortedIdMap {
  return published as SortedIdMap;
}
