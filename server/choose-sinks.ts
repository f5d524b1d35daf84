import { RadiantError } from '../common/errors';
import type { Options } from '../common/options';
import type { Sink } from '../common/sink';
import { noMongo } from './app-mongo';
import type { SinkParts } from './configured-sink';
import { configuredSinks } from './configured-sinks';
import { memorySink } from './sinks/memory';

/** Where batches go, and which of these places is read. */
export interface ChosenSinks {
  readonly sinks: readonly Sink[];
  /** One of `sinks`. */
  readonly backend: Sink;
}

/**
 * The app's own sinks and those that its options ask for; the memory sink
 * joins them unless one of them can be read.
 *
 * @throws {RadiantError} `options-invalid` when `backend` names no sink that can
 *   be read, two sinks have the same name, or one cannot be made.
 */
export function chooseSinks(options: Options, given: Partial<SinkParts> = {}): ChosenSinks {
  const parts = { wallNow: Date.now, warn: () => undefined, mongo: noMongo, ...given };
  const wanted = configuredSinks.filter(
    (sink) => sink.name === options.backend || sink.isWanted(options),
  );
  const taken = wanted.find(({ name }) => options.sinks.some((own) => own.name === name));
  if (taken)
    throw invalid(`options.sinks has a sink named "${taken.name}", as one of Radiant's own`);
  const sinks = [...options.sinks, ...wanted.map((sink) => sink.create(options, parts))];
  if (options.backend === 'memory' || !sinks.some((sink) => sink.reader)) {
    sinks.push(memorySink({ limitBytes: options.memoryBytes, now: parts.wallNow }));
  }
  return { sinks, backend: backendOf(sinks, options.backend) };
}

function backendOf(sinks: readonly Sink[], wanted: string | undefined): Sink {
  const readable = sinks.filter((sink) => sink.reader);
  const backend = readable.find((sink) => wanted === undefined || sink.name === wanted);
  if (backend) return backend;
  const names = readable.map((sink) => sink.name).join(', ');
  throw invalid(`options.backend is "${wanted}"; sinks that can be read: ${names}`);
}

const invalid = (message: string) => new RadiantError('options-invalid', message);
