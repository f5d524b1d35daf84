import type { Invocation } from '../../common/invocation';
import type { SpanAttributes } from '../../common/trace';
import { isAppName } from './app-dims';
import { fewAttributes } from './attributes';
import type { CustomApi } from './custom-api';
import type { Recording } from './recording';

/**
 * Calls of Kadira and MontiAPM, so that an app that moves over needs to change
 * no more than `Monti` or `Kadira` into `Radiant`. New code has `Radiant.error`
 * and `Radiant.span`. (monti-apm-agent: lib/kadira.js, lib/common/utils.js)
 */
export interface MontiCalls {
  /**
   * Reports an error that was handled: `Radiant.error`, with the type for a
   * name. Also `(type, message, { stacks })`, as Kadira had it. Never throws.
   */
  trackError(error: unknown, options?: { readonly type?: string | undefined }): void;
  trackError(type: string, message: string, options?: { readonly stacks?: string }): void;

  /**
   * Begins what `endEvent` ends: recorded then as `app.duration{name}`, and as
   * a span of the call that ran when it began. Signs that names cannot have
   * become `_`. One that is never ended is not recorded.
   */
  startEvent(name: string, data?: SpanAttributes): MontiEvent;

  /** Ends it, once. `false`, which Monti's `startEvent` gives at times, is taken and ignored. */
  endEvent(event: MontiEvent | false | undefined, data?: SpanAttributes): void;
}

/** What `startEvent` hands out; the app only keeps it. */
export interface MontiEvent {
  readonly name: string;
}

interface Begun {
  readonly startedAt: number;
  readonly invocation: Invocation | undefined;
  readonly data: SpanAttributes | undefined;
}

/** Makes these calls out of the recording and `Radiant.error`. */
export function createMontiCalls(recording: Recording, { error }: CustomApi): MontiCalls {
  // Events that are dropped without an end go with their key.
  const begun = new WeakMap<object, Begun>();

  return {
    trackError(first: unknown, second?: unknown, third?: unknown) {
      if (typeof first === 'string' && typeof second === 'string') {
        error(errorOf(second, textIn(third, 'stacks')), { name: first });
        return;
      }
      const given = typeof first === 'object' && first !== null ? first : errorOf(first, undefined);
      error(given, { name: textIn(second, 'type') });
    },

    startEvent(name, data) {
      const event = { name: nameOf(name) };
      const { recorder } = recording;
      if (recorder) {
        const invocation = recorder.context.current();
        begun.set(event, { startedAt: recorder.now(), invocation, data });
      }
      return event;
    },

    endEvent(event, data) {
      const { recorder } = recording;
      if (typeof event !== 'object' || event === null || !recorder) return;
      const start = begun.get(event);
      if (!start) return;
      begun.delete(event);
      const { name } = event;
      const { startedAt, invocation } = start;
      const at = recorder.now();
      const dims = { name, labels: '' };
      recorder.record({ kind: 'metric', metric: 'app.duration', dims, value: at - startedAt });
      const attributes = fewAttributes({ ...start.data, ...data });
      invocation?.work.add('custom', name, startedAt, at, { attributes });
    },
  };
}

function errorOf(message: unknown, stack: string | undefined): Error {
  const error = new Error(String(message));
  if (stack !== undefined) error.stack = stack;
  return error;
}

function textIn(options: unknown, key: string): string | undefined {
  if (typeof options !== 'object' || options === null) return undefined;
  const value: unknown = Reflect.get(options, key);
  return typeof value === 'string' ? value : undefined;
}

/** Monti's names are any text; one that begins with no letter cannot be mended by leaving out. */
function nameOf(given: unknown): string {
  const plain = String(given)
    .replace(/[^\w.-]/g, '_')
    .slice(0, 100);
  return isAppName(plain) ? plain : `event_${plain}`.slice(0, 100);
}
