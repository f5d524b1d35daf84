import { Analytics } from 'meteor/radiant:agent';

/** An event as it goes into the queue. */
export interface MadeEvent {
  readonly messageId: string;
  readonly type: string;
  readonly [field: string]: unknown;
}

interface TestedPage {
  /** The test's; each event is told before it is queued. */
  readonly noteEvent?: (event: unknown) => unknown;
  Analytics?: unknown;
}

/**
 * A package of the app in the browser, loaded behind the agent: it tells the
 * test of every event that is queued, which has to arrive then.
 */
const page = globalThis as TestedPage;
page.Analytics = Analytics;
Analytics.configure({
  beforeSend(event: unknown) {
    page.noteEvent?.(event);
    return event;
  },
} as Parameters<typeof Analytics.configure>[0]);
