import { idParse, idStringify } from '../../meteor/object-id';

/** A map by document id, ids of any type, in order of insertion. */
export class IdMap<T> {
  _map = new Map<string, T>();

  get(id: unknown): T | undefined {
    return this._map.get(idStringify(id));
  }

  set(id: unknown, value: T): void {
    this._map.set(idStringify(id), value);
  }

  remove(id: unknown): void {
    this._map.delete(idStringify(id));
  }

  has(id: unknown): boolean {
    return this._map.has(idStringify(id));
  }

  empty(): boolean {
    return this._map.size === 0;
  }

  clear(): void {
    this._map.clear();
  }

  size(): number {
    return this._map.size;
  }

  /** Stops when `iterator` returns false. */
  forEach(iterator: (value: T, id: unknown) => unknown): void {
    for (const [key, value] of this._map) {
      if (iterator(value, idParse(key)) === false) return;
    }
  }

  async forEachAsync(iterator: (value: T, id: unknown) => unknown): Promise<void> {
    for (const [key, value] of this._map) {
      if ((await iterator(value, idParse(key))) === false) return;
    }
  }
}
