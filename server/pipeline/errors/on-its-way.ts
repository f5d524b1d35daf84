import type { ErrorSighting } from '../../../common/error-entry';
import type { Invocation } from '../../../common/invocation';

interface Seen {
  readonly source: ErrorSighting['source'];
  /** Weak: an error that the app keeps must not keep what a call has cost. */
  readonly invocation: WeakRef<Invocation> | undefined;
}

/** Sources behind which an error goes no further. */
const ends: ReadonlySet<ErrorSighting['source']> = new Set([
  'timer',
  'uncaughtException',
  'unhandledRejection',
]);

/**
 * Tells whether an error was seen before on the same way: first by the handler
 * of a method, then by the method that called it, then by the process. An error
 * object that the app throws again elsewhere, as some do with one they made
 * once, is a new error each time. The objects are not marked.
 */
export function createOnItsWay(): (sighting: ErrorSighting) => boolean {
  const seen = new WeakMap<object, Seen>();

  return ({ source, error, invocation }) => {
    if (typeof error !== 'object' || error === null) return false;
    const before = seen.get(error);
    if (before && isSameWay(before, source, invocation)) {
      if (ends.has(source)) seen.delete(error);
      return true;
    }
    seen.set(error, { source, invocation: invocation && new WeakRef(invocation) });
    return false;
  };
}

function isSameWay(before: Seen, source: Seen['source'], invocation?: Invocation): boolean {
  return ends.has(source) ? before.source !== source : isWithin(before, invocation);
}

/** Whether what was seen before happened in `invocation`, or in one that it started. */
function isWithin(before: Seen, invocation: Invocation | undefined): boolean {
  if (!invocation) return false;
  let inner = before.invocation?.deref();
  for (let steps = 0; inner && steps < 100; steps++) {
    if (inner === invocation) return true;
    inner = inner.parent;
  }
  return false;
}
