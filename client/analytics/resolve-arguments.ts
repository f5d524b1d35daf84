import type { EventType } from '../../common/analytics/event';

/** What a call was given, whichever of Segment's positions it was given in. */
export interface Resolved {
  /** Names or ids, as texts. */
  readonly texts: readonly string[];
  /** Properties or traits, and then options. */
  readonly objects: ReadonlyArray<Record<string, unknown>>;
  readonly callback: ((context: unknown) => void) | undefined;
}

/**
 * Names and ids first, then properties or traits, options, and a callback at
 * the end; any of them may be left out. `null` in the place of properties
 * means none, so that options can follow; before a name it is skipped.
 * https://github.com/segmentio/analytics-next/tree/master/packages/browser/src/core/arguments-resolver
 */
export function resolveArguments(type: EventType, given: readonly unknown[]): Resolved {
  const texts: string[] = [];
  const objects: Array<Record<string, unknown>> = [];
  let callback: Resolved['callback'];
  const names = type === 'track' || type === 'identify' || type === 'group' ? 1 : 2;

  given.forEach((value, index) => {
    const kind = typeof value;
    if (kind === 'function') callback = value as Resolved['callback'];
    else if (kind === 'string' || kind === 'number') texts.push(`${value}`);
    else if (value || index >= (value === null ? 1 : names)) {
      objects.push((value || {}) as Record<string, unknown>);
    }
  });
  return { texts, objects, callback };
}
