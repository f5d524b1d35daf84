import type { Left } from './surface';

/** What the host leaves out of Meteor's surface on purpose, by what the recordings call it. */
export const LEFT: Readonly<Record<string, Left>> = {
  // Allow and deny rules are not imitated: the app writes on the server only.
  'Mongo.Collection': {
    missing: [
      '_insert',
      '_updateFetch',
      '_validatedInsert',
      '_validatedInsertAsync',
      '_validatedUpdate',
      '_validatedUpdateAsync',
      '_validatedRemove',
      '_validatedRemoveAsync',
      '_callMutatorMethod',
      '_callMutatorMethodAsync',
    ],
  },
  // The database is in memory, behind the interface of the driver.
  MongoConnection: { missing: ['client', 'db'] },
  // Nobody outside these classes meets them, and their own classes have names of ours.
  ObserveMultiplexer: { missing: ['_cache', '_stop'] },
  OplogObserveDriver: { missing: ['_published', '_needToFetch', '_matcher'] },
  PollingObserveDriver: { missing: ['_results'] },
  // The driver's newer class takes its two arguments as one.
  MongoInternals: { missing: ['MongoTimestamp'] },
  // The host has no client program to serve.
  WebAppInternals: {
    missing: [
      'identifyBrowser',
      'generateBoilerplateInstance',
      'staticFilesMiddleware',
      'enableSubresourceIntegrity',
      'setBundledJsCssUrlRewriteHook',
      'setBundledJsCssPrefix',
      'getBoilerplate',
      'reloadClientPrograms',
      'pauseClient',
      'generateClientProgram',
      'generateBoilerplate',
    ],
  },
  // A queue class of our own stands for `denque`; warnings of deprecation are for developers.
  Meteor: { missing: ['_DoubleEndedQueue', 'deprecate'] },
};
