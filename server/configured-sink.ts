import type { Options } from '../common/options';
import type { Sink } from '../common/sink';
import type { AppMongo } from './app-mongo';

/** What sinks are made of, beside their options. */
export interface SinkParts {
  /** Epoch milliseconds. */
  readonly wallNow: () => number;
  /** Writes one line to the app's log. */
  readonly warn: (message: string) => void;
  /** The app's MongoDB. Only asked for by a sink that stores in one. */
  readonly mongo: () => AppMongo;
}

/** A sink that settings and environment can ask for. */
export interface ConfiguredSink {
  readonly name: string;
  isWanted(options: Options): boolean;
  /** Only called when it is wanted. Opens nothing yet: a backend that is down must not stop the app. */
  create(options: Options, parts: SinkParts): Sink;
}
