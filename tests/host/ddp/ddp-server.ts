import { createCollectionView } from './collection-view';
import { calculateVersion } from './connect';
import { createCrossbar } from './crossbar';
import { createDocumentView } from './document-view';
import type { Internals } from './internals';
import { createPublicationStrategies } from './publication-strategies';
import { createServer } from './server';
import type { DDPServer } from './server-types';
import { createSession } from './session';
import { createSubscription } from './subscription';
import type { ServerFunctions } from './types';
import { createWriteFence } from './write-fence';

const CONVENIENCE: readonly (keyof ServerFunctions)[] = [
  'publish',
  'isAsyncCall',
  'methods',
  'call',
  'callAsync',
  'apply',
  'applyAsync',
  'onConnection',
  'onMessage',
];

/** The export `DDPServer`, without a server: that is for {@link installServer}. */
export function createDDPServer(internals: Omit<Internals, 'DDPServer'>): DDPServer {
  const { version, EJSON, Meteor, DDP } = internals;
  const DDPServer = {} as DDPServer;
  const all: Internals = { ...internals, DDPServer };

  DDPServer.publicationStrategies = createPublicationStrategies();
  DDPServer._SessionDocumentView = createDocumentView(EJSON, version);
  DDPServer._getCurrentFence = function () {
    return this._CurrentWriteFence.get() ?? DDP._CurrentMethodInvocation.get()?.fence;
  };
  DDPServer._SessionCollectionView = createCollectionView(all, DDPServer._SessionDocumentView);
  DDPServer._calculateVersion = calculateVersion;
  DDPServer._WriteFence = createWriteFence(all);
  DDPServer._CurrentWriteFence = new Meteor.EnvironmentVariable();
  DDPServer._Crossbar = createCrossbar(all);
  DDPServer._InvalidationCrossbar = new DDPServer._Crossbar({
    factName: 'invalidation-crossbar-listeners',
  });
  return DDPServer;
}

/**
 * Makes `Meteor.server` and the functions of the same names on `Meteor`, which
 * are bound copies: replacing one of them does not replace the other.
 */
export function installServer(internals: Internals): void {
  const { Meteor, DDPServer } = internals;
  const Subscription = createSubscription(internals);
  const Session = createSession(internals, Subscription);
  const Server = createServer(internals, Session);

  Meteor.server = new Server();
  Meteor.refresh = async (notification) => {
    await DDPServer._InvalidationCrossbar.fire(notification);
  };
  for (const name of CONVENIENCE) {
    Object.assign(Meteor, { [name]: Meteor.server[name].bind(Meteor.server) });
  }
}
