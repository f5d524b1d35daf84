import type { SessionClass } from '../ddp/types';
import type { Host } from '../host';
import { probe } from './probe';

type Objects = Readonly<Record<string, object>>;

interface Handle {
  readonly _multiplexer: { readonly _observeDriver: object };
}

/** Instances whose own and inherited properties the recordings list, by their names there. */
export async function instancesOf(host: Host): Promise<Objects> {
  const { Meteor, Mongo, MongoInternals, DDPServer, DDPCommon } = host;
  const session = aSession(host, probe(host).Session);
  const remote = MongoInternals.defaultRemoteCollectionDriver();
  const collection = new Mongo.Collection('fx_surface', { defineMutationMethods: false });
  const cursor = collection.find({});
  const handle = (await cursor.observeChanges({ added() {} })) as unknown as Handle;

  return {
    'Meteor.server': Meteor.server,
    ...session,
    'DDPServer.publicationStrategies': DDPServer.publicationStrategies,
    'DDPServer._CurrentWriteFence': DDPServer._CurrentWriteFence,
    InvalidationCrossbar: DDPServer._InvalidationCrossbar,
    WriteFence: new DDPServer._WriteFence(),
    MethodInvocation: new DDPCommon.MethodInvocation({ isSimulation: false, userId: null }),
    CallbackHook: Meteor.server.onMessageHook,
    StreamServer: Meteor.server.stream_server,
    EnvironmentVariable: new Meteor.EnvironmentVariable(),
    AsynchronousQueue: new Meteor._AsynchronousQueue(),
    RemoteCollectionDriver: remote,
    MongoConnection: remote.mongo,
    Cursor: cursor,
    CursorDescription: (cursor as unknown as { _cursorDescription: object })._cursorDescription,
    ObserveHandle: handle,
    ObserveMultiplexer: handle._multiplexer,
    ...driverObjects(handle, remote.mongo),
    'Mongo.Collection': collection,
    'Mongo.Collection._collection': (collection as unknown as { _collection: object })._collection,
  };
}

function driverObjects({ _multiplexer }: Handle, connection: object): Objects {
  const { _observeDriver } = _multiplexer;
  const { _oplogHandle } = connection as { _oplogHandle?: { _crossbar: object } | null };
  if (!_oplogHandle) return { PollingObserveDriver: _observeDriver };
  return {
    OplogObserveDriver: _observeDriver,
    OplogHandle: _oplogHandle,
    'OplogHandle._crossbar': _oplogHandle._crossbar,
  };
}

function aSession({ Meteor }: Host, Session: SessionClass): Objects {
  const inert = { ...Meteor.server.options, heartbeatInterval: 0 };
  const socket = { headers: {}, on() {}, send() {}, close() {}, setWebsocketTimeout() {} };
  const session = new Session(Meteor.server, '1', { ...socket, remoteAddress: 'x' }, inert);
  session._startSubscription(() => undefined, 's', [], 'p');
  return { Session: session, Subscription: session._namedSubs.get('s') as object };
}

/** Objects whose own properties the recordings list. */
export function exportsOf(host: Host): Objects {
  const { Meteor, DDP, DDPCommon, DDPServer, DDPRateLimiter } = host;
  const { Mongo, MongoInternals, WebApp, WebAppInternals } = host;
  const packages = { Meteor, DDP, DDPCommon, DDPServer, DDPRateLimiter };
  return { ...packages, Mongo, MongoInternals, WebApp, WebAppInternals };
}

/** Classes that `DDPServer` exports, by their names in the recordings. */
export function classesOf({ DDPServer }: Host) {
  const { _SessionDocumentView, _SessionCollectionView, _WriteFence, _Crossbar } = DDPServer;
  return {
    'DDPServer._SessionDocumentView': _SessionDocumentView,
    'DDPServer._SessionCollectionView': _SessionCollectionView,
    'DDPServer._WriteFence': _WriteFence,
    'DDPServer._Crossbar': _Crossbar,
  };
}
