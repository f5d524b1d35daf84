/**
 * The app's events by name, with their properties. Empty here; an app that
 * declares its own has its calls of `track` checked:
 *
 *     declare module 'meteor/radiant:agent' {
 *       interface AnalyticsEvents {
 *         'Task Added': { listId: string; words?: number };
 *       }
 *     }
 */
// biome-ignore lint/suspicious/noEmptyInterface: apps add to it
export interface AnalyticsEvents {}

/** Any text while the app has declared no names; then these names alone. */
export type EventName = [keyof AnalyticsEvents] extends [never]
  ? string
  : keyof AnalyticsEvents & string;

/** Whether an event may be tracked without properties. */
export type IsBare<Name> = Name extends keyof AnalyticsEvents
  ? Record<never, never> extends AnalyticsEvents[Name]
    ? true
    : false
  : true;

/** What an event of that name may have; `Free` while the app has declared no names. */
export type EventProperties<Name, Free> = Name extends keyof AnalyticsEvents
  ? AnalyticsEvents[Name]
  : Free;
