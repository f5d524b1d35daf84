import { type BridgeOptions, createBridge } from '../../common/analytics/bridge';
import type { AnalyticsPlugin } from '../../common/analytics/plugin';

type Intercom = (command: string, ...rest: unknown[]) => void;

/**
 * Hands events to Intercom's messenger: a page is a request to look for
 * messages, traits are attributes of the user.
 * https://developers.intercom.com/installing-intercom/web/methods
 */
export function intercomBridge(globals: object, options?: BridgeOptions): AnalyticsPlugin {
  return createBridge<Intercom>(
    'intercom',
    'Intercom',
    globals,
    {
      track: (intercom, { event, properties }) => intercom('trackEvent', event, properties),
      page: (intercom) => intercom('update'),
      identify: (intercom, { userId, traits }) =>
        userId && intercom('update', { ...traits, user_id: userId }),
      group: (intercom, { groupId, traits }) =>
        groupId && intercom('update', { company: { ...traits, company_id: groupId } }),
    },
    options,
  );
}
