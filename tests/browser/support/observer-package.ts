import { Analytics } from 'meteor/radiant:agent';
import type { EventContext } from '../../../common/analytics/event';

/** An event as it goes into the queue. */
export interface MadeEvent {
  readonly messageId: string;
  readonly type: string;
  readonly context: EventContext;
  readonly [field: string]: unknown;
}

interface TestedPage {
  /** The test's; each event is told before it is queued. */
  readonly noteEvent?: (event: unknown) => unknown;
  Analytics?: unknown;
}

/**
 * A package of the app in the browser, loaded behind the agent: it tells the
 * test of every event that is queued, which has to arrive then. A page that
 * ends can tell nobody any longer, so it is written down, too.
 */
const page = globalThis as TestedPage;
page.Analytics = Analytics;
Analytics.configure({
  beforeSend(event: unknown) {
    page.noteEvent?.(event);
    writeDown(event);
    return event;
  },
} as Parameters<typeof Analytics.configure>[0]);

function writeDown(event: unknown): void {
  try {
    localStorage.setItem('made', `${localStorage.getItem('made') ?? ''}${JSON.stringify(event)}\n`);
  } catch {
    // A test takes the storage away.
  }
}
