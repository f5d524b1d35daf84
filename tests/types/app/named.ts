import { Analytics } from 'meteor/radiant:agent';

declare module 'meteor/radiant:agent' {
  interface AnalyticsEvents {
    'Task Added': { listId: string; words?: number };
    'List Shared': { by?: 'link' | 'mail' };
    'Help Opened': Record<string, never>;
  }
}

/** An app that has declared its events. */
export function named(): void {
  void Analytics.track('Task Added', { listId: 'l1', words: 3 });
  void Analytics.track('Task Added', { listId: 'l1' }, { context: {} }, () => undefined);
  void Analytics.track('Task Added', { listId: 'l1' }, { userId: 'u1' });
  void Analytics.track('List Shared');
  void Analytics.track('List Shared', { by: 'link' });
  void Analytics.track('List Shared', () => undefined);
  void Analytics.track('Help Opened');
  // As one object nothing is checked.
  void Analytics.track({ event: 'Anything', properties: {} });

  // @ts-expect-error: no such event
  void Analytics.track('Task added', { listId: 'l1' });
  // @ts-expect-error: a property is missing
  void Analytics.track('Task Added', { words: 3 });
  // @ts-expect-error: properties are missing
  void Analytics.track('Task Added');
  // @ts-expect-error: another type
  void Analytics.track('Task Added', { listId: 1 });
  // @ts-expect-error: one of two
  void Analytics.track('List Shared', { by: 'fax' });
  // @ts-expect-error: it has none
  void Analytics.track('Help Opened', { topic: 'tasks' });
}
