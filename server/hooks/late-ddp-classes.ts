import type { DdpSession } from '../../common/ddp';
import type { PublicationTarget } from '../instruments/publications/target';
import { prototypeOf, sessionFunctions, subscriptionFunctions } from './ddp-classes';

interface LiveSession extends DdpSession {
  readonly _namedSubs?: ReadonlyMap<string, object>;
  readonly _universalSubs?: readonly object[];
}

/** `Meteor.server.onMessage`, official: called as each message leaves the queue. */
export interface MessageSource {
  onMessage(taken: (message: unknown, session: LiveSession) => void): { stop(): void };
}

export interface LateFinds {
  session(prototype: PublicationTarget['session'] & DdpSession): void;
  subscription(prototype: PublicationTarget['subscription']): void;
}

/**
 * The way to `Session` and `Subscription` when no session of our own can be
 * made: taken from the first live ones. What happened before is not measured.
 */
export function awaitDdpClasses(source: MessageSource, found: LateFinds): () => void {
  let hasSession = false;
  let done = false;

  const hook = source.onMessage((_message, session) => {
    if (done) return;
    if (!hasSession) {
      hasSession = true;
      found.session(prototypeOf(session, sessionFunctions, 'Session'));
    }
    const subscription = anySubscription(session);
    if (!subscription) return;
    done = true;
    found.subscription(prototypeOf(subscription, subscriptionFunctions, 'Subscription'));
  });
  return () => {
    done = true;
    hook.stop();
  };
}

function anySubscription(session: LiveSession): object | undefined {
  return session._universalSubs?.[0] ?? session._namedSubs?.values().next().value;
}
