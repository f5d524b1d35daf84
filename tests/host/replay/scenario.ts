import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(__dirname, '..', 'recordings');

export type Json = Record<string, unknown>;

/** One step of a script. */
export type Step =
  | { do: 'open'; client: string }
  | { do: 'close'; client: string }
  | { do: 'send'; client: string; frame: Json }
  | { do: 'send-raw'; client: string; raw: string }
  | { do: 'await'; client: string; match: Json }
  | { do: 'sleep'; ms: number }
  | { do: 'external'; op: string; collection: string; args: unknown[] }
  | { do: 'server'; action: 'callAsync' | 'publishNull' | 'closeAll'; args: unknown[] };

/** A frame that a client sent or got, or what else happened to its socket. */
export interface FrameEvent {
  readonly client: string;
  readonly dir: 'out' | 'in' | 'open' | 'close' | 'write';
  readonly frame?: Json;
  readonly raw?: string;
}

/** A function inside the server that was entered or left. */
export interface CallEvent {
  /** The same number for all phases of one invocation. */
  readonly call: number;
  readonly target: string;
  readonly phase: 'enter' | 'return' | 'settle' | 'throw';
  readonly self?: string;
  readonly context?: Json;
  readonly promise?: boolean;
  readonly ok?: boolean;
}

export interface ServerReturn {
  readonly value?: unknown;
  readonly error?: unknown;
}

/** What happened, on real Meteor or on the host. */
export interface Run {
  readonly frames: readonly FrameEvent[];
  readonly calls: readonly CallEvent[];
  readonly serverReturns: readonly ServerReturn[];
  readonly afterwards: { readonly sessions: number; readonly multiplexersInDictionary: number };
}

export interface Scenario extends Run {
  readonly scenario: string;
  readonly driver: RecordedDriver;
  readonly script: readonly Step[];
  readonly determinism: {
    readonly sameFramesPerClient: boolean;
    readonly sameCallOrder: boolean;
    readonly callsDivergeAtSeq: number | null;
  };
}

export type RecordedVersion = '3.0.4' | '3.3.2';
export type RecordedDriver = 'polling' | 'oplog';

/** The recordings of one release and driver, by name. */
export function scenarios(version: RecordedVersion, driver: RecordedDriver): Scenario[] {
  const folder = join(ROOT, version, driver);
  return readdirSync(folder)
    .sort()
    .map((file) => JSON.parse(readFileSync(join(folder, file), 'utf8')));
}

/** The recorded properties of Meteor's internals in one release. */
export function surface(version: RecordedVersion): Json {
  return JSON.parse(readFileSync(join(ROOT, `surface-${version}.json`), 'utf8'));
}
