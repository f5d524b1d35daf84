/** The part of the `denque` package that Meteor uses, as `Meteor._DoubleEndedQueue`. */
export class DoubleEndedQueue<T> {
  private items: T[] = [];

  get length(): number {
    return this.items.length;
  }

  push(item: T): number {
    return this.items.push(item);
  }

  shift(): T | undefined {
    return this.items.shift();
  }

  pop(): T | undefined {
    return this.items.pop();
  }

  isEmpty(): boolean {
    return this.items.length === 0;
  }

  clear(): void {
    this.items = [];
  }

  toArray(): T[] {
    return [...this.items];
  }
}
