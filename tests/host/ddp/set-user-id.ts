import type { Internals } from './internals';
import type { Session } from './types';

type Needs = Pick<Internals, 'DDP' | 'Meteor'>;

/**
 * The method that changes who a session is logged in as. All its subscriptions
 * are stopped and run anew as that user, side by side; the client is sent the
 * difference only, and then one `ready` for all that became ready meanwhile.
 */
export function setUserIdMethod({
  DDP,
  Meteor,
}: Needs): Pick<Session, '_setUserId'> & ThisType<Session> {
  function sendDifference(session: Session, before: Session['collectionViews']): void {
    session._isSending = true;
    session._diffCollectionViews(before);
    if (session._pendingReady.length === 0) return;
    session.sendReady(session._pendingReady);
    session._pendingReady = [];
  }

  return {
    async _setUserId(userId) {
      if (userId !== null && typeof userId !== 'string') {
        throw new Error(`setUserId must be called on string or null, not ${typeof userId}`);
      }
      this._dontStartNewUniversalSubs = true;
      this._eachSub((sub) => sub._deactivate());

      this._isSending = false;
      const before = this.collectionViews;
      this.collectionViews = new Map();
      this.userId = userId;

      // A publish function must not see the method that logs in.
      await DDP._CurrentMethodInvocation.withValue(undefined, () => rerun(this), {
        name: '_setUserId',
      });

      Meteor._noYieldsAllowed(() => sendDifference(this, before));
    },
  };
}

async function rerun(session: Session): Promise<void> {
  const old = [...session._namedSubs];
  session._namedSubs = new Map();
  session._universalSubs = [];

  await Promise.all(
    old.map(async ([subscriptionId, sub]) => {
      const renewed = sub._recreate();
      session._namedSubs.set(subscriptionId, renewed);
      await renewed._runHandler();
    }),
  );

  session._dontStartNewUniversalSubs = false;
  session.startUniversalSubs();
}
