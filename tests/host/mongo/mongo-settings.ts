import type { MongoContext } from './context';

/** What `Meteor.settings.packages.mongo` may hold. */
export interface MongoSettings {
  readonly oplogIncludeCollections?: string[];
  readonly oplogExcludeCollections?: string[];
  /** Options of the driver's client. */
  readonly options?: object;
  /** The drivers of observers in the order of preference, from 3.5. */
  readonly reactivity?: unknown;
  readonly changeStream?: {
    readonly delay?: { readonly error?: number; readonly close?: number };
    readonly waitUntilCaughtUpWarnMs?: number;
  };
}

export function mongoSettings({ options }: MongoContext): MongoSettings {
  const settings = options.settings as { packages?: { mongo?: MongoSettings } } | undefined;
  return settings?.packages?.mongo ?? {};
}
