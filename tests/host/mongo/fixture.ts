import { createDDP } from '../ddp/ddp';
import { createDDPCommon } from '../ddp/ddp-common';
import { createDDPServer, installServer } from '../ddp/ddp-server';
import type { PackageMap } from '../ddp/internals';
import type { StreamServer, WriteFence } from '../ddp/types';
import { createDynamics } from '../meteor/dynamics';
import { createEjson } from '../meteor/ejson';
import { createHook } from '../meteor/hook';
import { createMeteor } from '../meteor/meteor';
import { Random } from '../meteor/random';
import type { HostVersion } from '../meteor/versions';
import { createMongo, type MongoOptions, type ObserveDriverName } from './mongo';
import { inMemory, type Store } from './stores';

export type Fixture = Awaited<ReturnType<typeof aMongo>>;

interface Given extends Partial<MongoOptions> {
  /** Where the documents are; in memory by default. */
  readonly store?: Store | undefined;
  /** Collections that are there before the app is. */
  readonly collections?: readonly string[] | undefined;
}

/** The Mongo package of a host without sockets, and what it was made with. */
export async function aMongo(
  version: HostVersion = '3.3.2',
  driver: ObserveDriverName = 'oplog',
  { store = inMemory, collections = ['items'], env, ...given }: Given = {},
) {
  const database = await store.open(collections);
  const printed: unknown[][] = [];
  const log = (...args: unknown[]) => printed.push(args);
  const dynamics = createDynamics(version, log);
  // The package `check` has the first variable of every app.
  new dynamics.EnvironmentVariable();
  const EJSON = createEjson();
  const Meteor = createMeteor({ version, dynamics, log });
  const Hook = createHook(Meteor);
  const DDPCommon = createDDPCommon({ Meteor, EJSON, Random });
  const DDP = createDDP({ Meteor, Hook, DDPCommon });
  const createStreamServer = (): StreamServer => ({
    registration_callbacks: [],
    open_sockets: [],
    register() {},
    all_sockets: () => [],
  });
  const Package: PackageMap = {};
  const shared = { version, env: {}, Meteor, EJSON, Random, Hook, DDP, DDPCommon, Package };
  const internals = { ...shared, createStreamServer };
  const DDPServer = createDDPServer(internals);
  installServer({ ...internals, DDPServer });
  const options = { version, driver, Meteor, DDP, DDPServer, EJSON, Random, dynamics };
  const mongo = createMongo({
    ...options,
    Package,
    latencyMs: 0,
    env: { METEOR_POLLING_THROTTLE_MS: '1', ...database.env, ...env },
    ...given,
  });

  /** Runs `write` as a method would, and resolves when its fence has fired. */
  async function fenced(write: () => Promise<unknown>): Promise<WriteFence> {
    const fence = new DDPServer._WriteFence();
    await DDPServer._CurrentWriteFence.withValue(fence, write);
    await fence.armAndWait();
    return fence;
  }

  async function close(): Promise<void> {
    await mongo.close();
    dynamics._getAsl().disable(); // else every promise of the process pays for it
    await database.drop();
  }

  return { ...mongo, ...options, fenced, printed, Package, close };
}

/** Observe callbacks that note what they are told. */
export function aRecorder() {
  const told: unknown[][] = [];
  const note =
    (name: string) =>
    (...args: unknown[]) => {
      told.push([name, ...args]);
    };
  return {
    told,
    unordered: () => ({
      added: note('added'),
      changed: note('changed'),
      removed: note('removed'),
    }),
    ordered: () => ({
      addedBefore: note('addedBefore'),
      changed: note('changed'),
      movedBefore: note('movedBefore'),
      removed: note('removed'),
    }),
  };
}

/** Resolves when `condition` holds; rejects when it does not come to hold in time. */
export async function until(condition: () => boolean, withinMs = 3000): Promise<void> {
  const deadline = Date.now() + withinMs;
  while (!condition()) {
    if (Date.now() > deadline) throw new Error(`did not come to hold: ${condition}`);
    await new Promise((resolve) => setImmediate(resolve));
  }
}
