import { AsyncLocalStorage } from 'node:async_hooks';
import { type ArgumentChecker, createArgumentChecker } from './argument-checker';
import {
  ANY,
  INTEGER,
  Maybe,
  ObjectIncluding,
  ObjectWithValues,
  OneOf,
  Optional,
  Where,
} from './check-pattern';
import { type Mismatch, mismatch } from './match';
import { MatchError } from './match-error';

const current = new AsyncLocalStorage<ArgumentChecker>();

/**
 * Throws {@link Match.Error} unless `value` matches `pattern`. The message
 * names the field that does not, as in `Expected string, got number in field a.b`.
 */
export function check(value: unknown, pattern: unknown): void {
  current.getStore()?.checking(value);
  const found = mismatch(value, pattern);
  if (found) throw toError(found);
}

function toError({ message, path }: Mismatch): MatchError {
  const error = new MatchError(message);
  if (path) {
    error.message += ` in field ${path}`;
    error.path = path;
  }
  return error;
}

/** The patterns of Meteor's package `check`. */
export const Match = {
  Any: ANY,
  Integer: INTEGER,
  Error: MatchError,
  Maybe: (pattern: unknown) => new Maybe(pattern),
  Optional: (pattern: unknown) => new Optional(pattern),
  OneOf: (...choices: unknown[]) => new OneOf(choices),
  ObjectIncluding: (pattern: object) => new ObjectIncluding(pattern),
  ObjectWithValues: (pattern: unknown) => new ObjectWithValues(pattern),
  Where: (condition: (value: unknown) => unknown) => new Where(condition),

  /** Whether `value` matches; never counts as a check of an argument. */
  test: (value: unknown, pattern: unknown): boolean => !mismatch(value, pattern),

  /** Calls `f` and throws when it left one of `args` unchecked. */
  _failIfArgumentsAreNotAllChecked<T>(
    f: (...args: unknown[]) => T,
    context: unknown,
    args: readonly unknown[],
    description: string,
  ): T {
    const checker = createArgumentChecker(args, description);
    const result = current.run(checker, () => f.apply(context, [...args]));
    checker.finish();
    return result;
  },
};
