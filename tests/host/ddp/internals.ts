import type { Ejson } from '../meteor/ejson';
import type { HookClass } from '../meteor/hook';
import type { Meteor } from '../meteor/meteor';
import type { RandomPackage } from '../meteor/random';
import type { HostVersion } from '../meteor/versions';
import type { DDP } from './ddp';
import type { DDPCommon } from './ddp-common';
import type { DDPServer } from './server-types';
import type { StreamServer } from './types';

/** `Package`: the exports of every package of the app, by package name. */
export type PackageMap = Record<string, Record<string, unknown> | undefined>;

/**
 * What the parts of the DDP server share. They look everything up here at the
 * moment of use, so that what an app replaces takes effect.
 */
export interface Internals {
  readonly version: HostVersion;
  readonly env: Record<string, string | undefined>;
  readonly Meteor: Meteor;
  readonly EJSON: Ejson;
  readonly Random: RandomPackage;
  readonly Hook: HookClass;
  readonly DDP: DDP;
  readonly DDPCommon: DDPCommon;
  readonly DDPServer: DDPServer;
  readonly Package: PackageMap;
  readonly createStreamServer: () => StreamServer;
}

interface Facts {
  incrementServerFact(packageName: string, fact: string, increment: number): void;
}

/** Counts a server fact when the app has the package `facts-base`. */
export function countFact(
  { Package }: Pick<Internals, 'Package'>,
  packageName: string,
  fact: string,
  increment: number,
): void {
  const facts = Package['facts-base']?.Facts as Facts | undefined;
  facts?.incrementServerFact(packageName, fact, increment);
}
