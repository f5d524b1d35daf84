import { idParse, idStringify } from '../../meteor/object-id';

/** A map by document id that keeps its values in an order one can change. */
export class OrderedDict<T> {
  private keys: string[] = [];
  private readonly values = new Map<string, T>();

  get(id: unknown): T | undefined {
    return this.values.get(idStringify(id));
  }

  has(id: unknown): boolean {
    return this.values.has(idStringify(id));
  }

  size(): number {
    return this.keys.length;
  }

  empty(): boolean {
    return this.keys.length === 0;
  }

  indexOf(id: unknown): number {
    return this.keys.indexOf(idStringify(id));
  }

  putBefore(id: unknown, value: T, before: unknown): void {
    const key = idStringify(id);
    if (this.values.has(key)) throw new Error(`Item ${key} already present in OrderedDict`);
    this.values.set(key, value);
    this.place(key, before);
  }

  append(id: unknown, value: T): void {
    this.putBefore(id, value, null);
  }

  moveBefore(id: unknown, before: unknown): void {
    const key = idStringify(id);
    if (!this.values.has(key)) throw new Error('Item to move is not present');
    this.keys.splice(this.keys.indexOf(key), 1);
    this.place(key, before);
  }

  private place(key: string, before: unknown): void {
    const position = before === null ? this.keys.length : this.indexOf(before);
    if (position < 0) throw new Error('could not find item to put this one before');
    this.keys.splice(position, 0, key);
  }

  remove(id: unknown): T | undefined {
    const key = idStringify(id);
    const value = this.values.get(key);
    if (!this.values.delete(key)) throw new Error(`Item ${key} not present in OrderedDict`);
    this.keys.splice(this.keys.indexOf(key), 1);
    return value;
  }

  forEach(iterator: (value: T, id: unknown, index: number) => unknown): void {
    for (const [index, key] of [...this.keys].entries()) {
      iterator(this.values.get(key) as T, idParse(key), index);
    }
  }

  async forEachAsync(iterator: (value: T, id: unknown, index: number) => unknown): Promise<void> {
    for (const [index, key] of [...this.keys].entries()) {
      await iterator(this.values.get(key) as T, idParse(key), index);
    }
  }
}
