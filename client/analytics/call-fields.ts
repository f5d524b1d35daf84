import type { EventType } from '../../common/analytics/event';
import type { PluginEvent } from '../../common/analytics/plugin';
import type { Identity } from './identity';
import type { Resolved } from './resolve-arguments';

type Fields = Partial<PluginEvent>;
type Body = Record<string, unknown>;

/**
 * What a call says. Identity is changed here, before the event is made.
 * `undefined` for a call that says nothing: `track` without a name, `group`
 * or `alias` without an id.
 */
export function callFields(
  type: EventType,
  { texts: [first, second], objects: [body = {}] }: Resolved,
  identity: Identity,
): Fields | undefined {
  if (type === 'track') return tracked(first, body);
  if (type === 'identify') {
    const traits = identity.become('user', first, body);
    return { userId: identity.id('user'), traits };
  }
  if (type === 'group') {
    const groupId = first || identity.id('group');
    return groupId ? { groupId, traits: identity.become('group', groupId, body) } : undefined;
  }
  if (type === 'alias') {
    const previousId = second || identity.id('user') || identity.anonymousId();
    return first ? { userId: first, previousId } : undefined;
  }
  const names = second === undefined ? { name: first } : { category: first, name: second };
  return { ...names, properties: { ...body, ...names } };
}

/** An event may come as one object, which has the name in it. */
function tracked(name: string | undefined, body: Body): Fields | undefined {
  if (name) return { event: name, properties: body };
  return body.event
    ? { event: `${body.event}`, properties: (body.properties || {}) as Body }
    : undefined;
}
