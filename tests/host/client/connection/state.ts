import { atLeast } from '../../meteor/versions';
import type { ConnectionNeeds } from './needs';
import type { ConnectionOptions, ConnectionState } from './types';

export function withDefaults(
  given: Partial<ConnectionOptions>,
  { Meteor, DDPCommon }: ConnectionNeeds,
): ConnectionOptions {
  return {
    onConnected() {},
    onDDPVersionNegotiationFailure: (description) => Meteor._debug(description),
    heartbeatInterval: 17_500,
    heartbeatTimeout: 15_000,
    reloadWithOutstanding: false,
    supportedDDPVersions: DDPCommon.SUPPORTED_DDP_VERSIONS,
    retry: true,
    respondToPings: true,
    bufferedWritesInterval: 5,
    bufferedWritesMaxAge: 500,
    ...given,
  };
}

/** What a connection that was just made consists of; its stream is connecting. */
export function stateOf(
  options: ConnectionOptions,
  { version, Tracker, createStream }: ConnectionNeeds,
  url: string,
): ConnectionState {
  return {
    options,
    onReconnect: null,
    _stream: createStream(url, options),
    _lastSessionId: null,
    ...(atLeast(version, '3.5') && { _receivedCount: 0 }),
    _versionSuggestion: null,
    _version: null,
    _stores: Object.create(null),
    _methodHandlers: Object.create(null),
    _nextMethodId: 1,
    _supportedDDPVersions: options.supportedDDPVersions,
    _heartbeatInterval: options.heartbeatInterval,
    _heartbeatTimeout: options.heartbeatTimeout,
    _heartbeat: null,
    _methodInvokers: Object.create(null),
    _outstandingMethodBlocks: [],
    _documentsWrittenByStub: {},
    _serverDocuments: {},
    _afterUpdateCallbacks: [],
    _messagesBufferedUntilQuiescence: [],
    _methodsBlockingQuiescence: {},
    _subsBeingRevived: {},
    _resetStores: false,
    _updatesForUnknownStores: {},
    _retryMigrate: null,
    _bufferedWrites: {},
    _bufferedWritesFlushAt: null,
    _bufferedWritesFlushHandle: null,
    _bufferedWritesInterval: options.bufferedWritesInterval,
    _bufferedWritesMaxAge: options.bufferedWritesMaxAge,
    _subscriptions: {},
    _userId: null,
    _userIdDeps: new Tracker.Dependency(),
  };
}
