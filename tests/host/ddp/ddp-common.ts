import type { Ejson } from '../meteor/ejson';
import type { MeteorCore } from '../meteor/meteor';
import type { RandomPackage } from '../meteor/random';
import { createHeartbeat, type HeartbeatClass } from './heartbeat';
import { MethodInvocation, type MethodInvocationOptions } from './method-invocation';
import { createRandomStream, type RandomScope, type RandomStreamClass } from './random-stream';
import type { Frame, MethodInvocation as Invocation } from './types';
import { createWire } from './wire';

/** The export `DDPCommon` of the package `ddp-common`. */
export interface DDPCommon {
  Heartbeat: HeartbeatClass;
  SUPPORTED_DDP_VERSIONS: string[];
  parseDDP(stringMessage: string): Frame | null;
  stringifyDDP(msg: Frame): string;
  MethodInvocation: new (options: MethodInvocationOptions) => Invocation;
  RandomStream: RandomStreamClass;
  /** A seed for a method called from within `enclosing`, the same for the same seed there. */
  makeRpcSeed(enclosing: RandomScope | null | undefined, methodName: string): string;
}

interface Needs {
  readonly Meteor: Pick<
    MeteorCore,
    '_debug' | 'setInterval' | 'clearInterval' | 'setTimeout' | 'clearTimeout'
  >;
  readonly EJSON: Ejson;
  readonly Random: RandomPackage;
}

export function createDDPCommon({ Meteor, EJSON, Random }: Needs): DDPCommon {
  const RandomStream = createRandomStream(Random);
  const { parseDDP, stringifyDDP } = createWire(EJSON, Meteor);

  return {
    Heartbeat: createHeartbeat(Meteor),
    SUPPORTED_DDP_VERSIONS: ['1', 'pre2', 'pre1'],
    parseDDP,
    stringifyDDP,
    MethodInvocation,
    RandomStream,
    makeRpcSeed(enclosing, methodName) {
      return RandomStream.get(enclosing, `/rpc/${methodName}`).hexString(20);
    },
  };
}
