import type { Tracker } from './tracker';

export interface ReactiveVar<T> {
  get(): T;
  set(value: T): void;
}

export type ReactiveVarClass = new <T>(
  initial: T,
  equals?: (a: T, b: T) => boolean,
) => ReactiveVar<T>;

/** The class of the package `reactive-var`. */
export function createReactiveVar(Tracker: Tracker): ReactiveVarClass {
  return class<T> implements ReactiveVar<T> {
    readonly #dependency = new Tracker.Dependency();
    readonly #equals: (a: T, b: T) => boolean;
    #value: T;

    constructor(initial: T, equals: (a: T, b: T) => boolean = sameSimpleValue) {
      this.#value = initial;
      this.#equals = equals;
    }

    get(): T {
      this.#dependency.depend();
      return this.#value;
    }

    set(value: T): void {
      if (this.#equals(this.#value, value)) return;
      this.#value = value;
      this.#dependency.changed();
    }
  };
}

/** Objects may have changed inside, so they never count as the same. */
function sameSimpleValue(a: unknown, b: unknown): boolean {
  return a === b && (typeof a !== 'object' || a === null) && typeof a !== 'function';
}
