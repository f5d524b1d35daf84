import type { Session } from '../ddp/types';
import type { Host } from '../host';
import type { Naming } from './naming';
import { subscriptionName } from './naming';
import { probe } from './probe';
import type { Recorder } from './recorder';
import type { Json } from './scenario';

export interface CursorDescription {
  readonly collectionName: string;
  readonly selector: unknown;
}

type SelfName = (self: unknown) => string;

const SUBSCRIPTION = [
  '_runHandler',
  '_publishHandlerResult',
  '_deactivate',
  '_callStopCallbacks',
  '_removeAllDocuments',
  '_recreate',
  'error',
  'stop',
  'onStop',
  'added',
  'changed',
  'removed',
  'ready',
];
const SESSION = [
  'processMessage',
  'send',
  'close',
  '_startSubscription',
  '_stopSubscription',
  '_setUserId',
  '_deactivateAllSubscriptions',
];
const FENCE = ['arm', 'beginWrite', 'onAllCommitted', 'onBeforeFire', '_maybeFire', 'retire'];
const CONNECTION = [
  '_observeChanges',
  '_maybeBeginWrite',
  '_refresh',
  'findOneAsync',
  'insertAsync',
  'updateAsync',
  'removeAsync',
];
const MULTIPLEXER = [
  '_applyCallback',
  '_sendAdds',
  '_stop',
  'addHandleAndSendInitialAdds',
  'onFlush',
  'ready',
  'removeHandle',
];
const POLLING = ['_init', '_pollMongo', '_unthrottledEnsurePollIsScheduled', 'stop'];
const OPLOG = [
  '_init',
  '_runInitialQuery',
  '_runQuery',
  '_doneQuerying',
  '_publishNewResults',
  '_beSteady',
  '_handleDoc',
  '_handleOplogEntrySteadyOrFetching',
  '_fetchModifiedDocuments',
  'stop',
  '_stop',
];

/** What the server's variables are now, as far as the recordings say. */
export function contextOf(host: Host, naming: Naming): Json {
  const invocation = host.DDP._CurrentMethodInvocation.get();
  const publication = host.DDP._CurrentPublicationInvocation.get();
  const fence = host.DDPServer._CurrentWriteFence.get();
  return {
    ...(invocation && { invocation: invocation.name ?? '<server call>' }),
    ...(publication && { publication: subscriptionName({ ...publication }) }),
    ...(fence && { fence: naming.fence(fence) }),
  };
}

/** Watches every function of the host that the recordings watch. */
export async function watchTargets(host: Host, recorder: Recorder, naming: Naming): Promise<void> {
  const { Session, Subscription } = probe(host);
  const { Meteor, DDPServer } = host;
  const classes = await observerClasses(host);

  function watchAll(owner: object | undefined, kind: string, keys: string[], self: SelfName) {
    for (const key of keys) {
      if (owner) recorder.watchMethod(owner, key, `${kind}.${key}`, { self });
    }
  }

  watchAll(Session.prototype, 'Session', SESSION, naming.session);
  watchProtocolHandlers(Session.prototype as Session, recorder, naming);
  watchAll(Subscription.prototype, 'Subscription', SUBSCRIPTION, naming.subscription);
  watchAll(
    Meteor.server,
    'Server',
    ['_handleConnect', '_removeSession', 'applyAsync'],
    naming.plain('Server'),
  );
  watchAll(DDPServer._WriteFence.prototype, 'WriteFence', FENCE, naming.numbered('WriteFence'));
  watchAll(DDPServer._Crossbar.prototype, 'Crossbar', ['listen', 'fire'], naming.crossbar);
  recorder.watchMethod(Meteor, 'refresh', 'Meteor.refresh');
  watchAll(
    host.MongoInternals.Connection.prototype,
    'MongoConnection',
    CONNECTION,
    naming.plain('MongoConnection'),
  );
  watchAll(classes.Cursor, 'Cursor', ['_publishCursor', 'observeChanges'], naming.cursor);
  watchAll(classes.handle, 'ObserveHandle', ['stop'], naming.handle);
  watchAll(
    classes.multiplexer,
    'ObserveMultiplexer',
    MULTIPLEXER,
    naming.numbered('ObserveMultiplexer'),
  );
  watchAll(
    classes.polling,
    'PollingObserveDriver',
    POLLING,
    naming.numbered('PollingObserveDriver'),
  );
  watchAll(classes.oplog, 'OplogObserveDriver', OPLOG, naming.numbered('OplogObserveDriver'));
  watchAll(
    host.MongoInternals.OplogHandle.prototype,
    'OplogHandle',
    ['waitUntilCaughtUp', '_waitUntilCaughtUp'],
    naming.plain('OplogHandle'),
  );
}

/** Watches the handlers of DDP messages, and labels what comes of each message. */
function watchProtocolHandlers(session: Session, recorder: Recorder, naming: Naming): void {
  const handlers = session.protocol_handlers;
  for (const kind of ['sub', 'unsub', 'method']) {
    const original = handlers[kind];
    if (!original) throw new Error(`The host has no handler of ${kind}`);
    handlers[kind] = function (msg, unblock) {
      const label = `${kind}:${msg.id ?? ''}:${msg.name ?? msg.method ?? ''}`;
      const watched = recorder.watch(
        `protocol_handlers.${kind}`,
        (...args: Parameters<typeof original>) =>
          recorder.labelled(label, () => original.apply(this, args)),
        { self: () => naming.session(this) },
      );
      return watched(msg, watchUnblock(recorder, unblock));
    };
  }
}

function watchUnblock(recorder: Recorder, unblock: () => void): () => void {
  // The recording gives it the number of its handler, which is the next one.
  const target = 'unblock';
  return () => {
    const call = recorder.nextCall();
    recorder.note({ call, target, phase: 'enter', context: recorder.contextNow() });
    unblock();
    recorder.note({ call, target, phase: 'return' });
  };
}

interface Handle {
  stop(): unknown;
  readonly _multiplexer: { readonly _observeDriver: object };
}

type Prototypes = Partial<
  Record<'Cursor' | 'handle' | 'multiplexer' | 'polling' | 'oplog', object>
>;

/** Finds the classes behind cursors by observing one. */
async function observerClasses({ Mongo }: Host): Promise<Prototypes> {
  const cursor = new Mongo.Collection('fx_warm_up', { defineMutationMethods: false }).find({});
  const handle = (await cursor.observeChanges({ added() {} })) as unknown as Handle;
  const driver = handle._multiplexer._observeDriver;
  const prototypes: Prototypes = {
    Cursor: Object.getPrototypeOf(cursor),
    multiplexer: Object.getPrototypeOf(handle._multiplexer),
    [driver.constructor.name.startsWith('Oplog') ? 'oplog' : 'polling']:
      Object.getPrototypeOf(driver),
  };
  // From 3.1 on every handle has a `stop` of its own, and the recordings do not see it.
  if (!Object.hasOwn(handle, 'stop')) prototypes.handle = Object.getPrototypeOf(handle);
  await handle.stop();
  return prototypes;
}
