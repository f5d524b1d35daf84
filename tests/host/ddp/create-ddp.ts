import type { Ejson } from '../meteor/ejson';
import { createHook } from '../meteor/hook';
import type { Meteor } from '../meteor/meteor';
import type { RandomPackage } from '../meteor/random';
import type { HostVersion } from '../meteor/versions';
import { createDDP } from './ddp';
import { createDDPCommon } from './ddp-common';
import { createDDPServer, installServer } from './ddp-server';
import type { Internals, PackageMap } from './internals';
import type { StreamServer } from './types';

export interface DdpOptions {
  readonly version: HostVersion;
  readonly env?: Record<string, string | undefined>;
  readonly Meteor: Meteor;
  readonly EJSON: Ejson;
  readonly Random: RandomPackage;
  readonly Package: PackageMap;
  readonly createStreamServer: () => StreamServer;
}

/** All packages of DDP, and `Meteor.server` with them. */
export function createDdp({ env = {}, ...given }: DdpOptions): Internals {
  const { Meteor, EJSON, Random } = given;
  const Hook = createHook(Meteor);
  const DDPCommon = createDDPCommon({ Meteor, EJSON, Random });
  const DDP = createDDP({ Meteor, Hook, DDPCommon });
  const shared = { ...given, env, Hook, DDPCommon, DDP };
  const internals = { ...shared, DDPServer: createDDPServer(shared) };
  installServer(internals);
  return internals;
}
