import { RadiantError } from '../common/errors';
import type { Options } from '../common/options';
import type { Sink } from '../common/sink';
import { memorySink } from './sinks/memory';

/** Where batches go, and which of these places is read. */
export interface ChosenSinks {
  readonly sinks: readonly Sink[];
  /** One of `sinks`. */
  readonly backend: Sink;
}

/**
 * The app's own sinks, and the memory sink unless one of them can be read.
 *
 * @throws {RadiantError} `options-invalid` when `backend` names no sink that can be read.
 */
export function chooseSinks(
  options: Pick<Options, 'sinks' | 'memoryBytes' | 'backend'>,
  wallNow: () => number = Date.now,
): ChosenSinks {
  const memory = () => memorySink({ limitBytes: options.memoryBytes, now: wallNow });
  const given = options.sinks;
  const sinks = given.some((sink) => sink.reader) ? given : [...given, memory()];
  const readable = sinks.filter((sink) => sink.reader);
  const wanted = options.backend;
  const backend = readable.find((sink) => wanted === undefined || sink.name === wanted);
  if (backend) return { sinks, backend };
  const names = readable.map((sink) => sink.name).join(', ');
  throw new RadiantError(
    'options-invalid',
    `options.backend is "${wanted}"; sinks that can be read: ${names}`,
  );
}
