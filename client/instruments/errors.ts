import { codeOf } from '../../common/analytics/code-of';
import type { Feature } from '../../common/analytics/feature';
import type { TimingsRecorder } from '../../common/analytics/timings';
import { undoable } from '../../common/undo';

/** The part of the browser this feature touches, and what hides data in a message. */
export interface ErrorsTarget {
  readonly window: ErrorWindow;
  /** Loads `maskMessage`, once there is a message. */
  loadMask(): Promise<(text: string, limit?: number) => string>;
}

export interface ErrorWindow {
  addEventListener(type: ErrorEventType, listener: (event: ErrorNotice) => void): void;
  removeEventListener(type: ErrorEventType, listener: (event: ErrorNotice) => void): void;
}

type ErrorEventType = 'error' | 'unhandledrejection';

/** An `ErrorEvent` or a `PromiseRejectionEvent`. An image that did not load has neither. */
interface ErrorNotice {
  readonly message?: unknown;
  readonly error?: unknown;
  readonly reason?: unknown;
}

const minuteMs = 60_000;
/** Different ones, a minute; the same one is told once. */
const toldPerMinute = 10;
const messageLimit = 200;

/**
 * Counts the errors nobody caught, and tells of them: name or code, and the
 * message with all that may be data masked. No stack, no file, no arguments.
 */
export function errors({ window, loadMask }: ErrorsTarget, timings: TimingsRecorder): Feature {
  return {
    name: 'errors',
    install: (client) =>
      undoable((defer) => {
        const told = new Set<string>();
        let isActive = true;

        function tell(type: ErrorEventType, error: unknown, message: string): void {
          const properties = { kind: type, error: codeOf(error), message };
          const key = JSON.stringify(properties);
          if (!isActive || told.has(key) || told.size >= toldPerMinute) return;
          if (told.size === 0) client.after(minuteMs, () => told.clear());
          told.add(key);
          client.track('Client Error', properties, { passive: true });
        }

        function caught(type: ErrorEventType, error: unknown, text: unknown): void {
          timings.count('client.errors', {});
          if (told.size >= toldPerMinute) return;
          const message = String(
            (error as { message?: unknown } | undefined)?.message ?? text ?? '',
          );
          loadMask().then(
            (mask) => client.guard(() => tell(type, error, mask(message, messageLimit))),
            () => client.guard(() => tell(type, error, '')),
          );
        }

        const on = (type: ErrorEventType, run: (event: ErrorNotice) => void) => {
          const listener = (event: ErrorNotice) => void client.guard(() => run(event));
          window.addEventListener(type, listener);
          defer(() => window.removeEventListener(type, listener));
        };
        defer(() => {
          isActive = false;
        });
        on('error', ({ error, message }) => {
          if (error || message) caught('error', error, message);
        });
        on('unhandledrejection', ({ reason }) => caught('unhandledrejection', reason, reason));
      }),
  };
}
