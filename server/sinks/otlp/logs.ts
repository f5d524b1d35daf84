import type { Batch } from '../../../common/batch';
import type { ErrorEntry } from '../../../common/error-entry';
import type { Sliced } from '../../../common/in-slices';
import type { LogEntry, LogLevel } from '../../../common/log-entry';
import { keyValues, nanos } from './attributes';
import type { Encoding } from './encoding';
import { logRecord } from './messages';
import type { Message } from './protobuf';

/** What the app logged, and its errors, one record for each group and window, encoded, in parts. */
export function* encodeLogs<Piece>(
  { logs = [], errors = [], to }: Batch,
  encoding: Encoding<Piece>,
): Sliced<readonly Piece[]> {
  const observedTimeUnixNano = nanos(to);
  const encoded: Piece[] = [];
  for (const line of logs) {
    encoded.push(encoding.item(logRecord, { ...ofLine(line), observedTimeUnixNano }));
    yield;
  }
  for (const entry of errors) {
    encoded.push(encoding.item(logRecord, { ...ofError(entry), observedTimeUnixNano }));
    yield;
  }
  return encoded;
}

const severities: Readonly<Record<LogLevel, number>> = { debug: 5, info: 9, warn: 13, error: 17 };

function ofLine({ at, level, from, message, source, name, traceId }: LogEntry): Message {
  return {
    timeUnixNano: nanos(at),
    severityNumber: severities[level],
    severityText: level.toUpperCase(),
    body: { stringValue: message },
    attributes: keyValues({
      'meteor.log.from': from,
      'meteor.owner.kind': source,
      'meteor.owner.name': name,
    }),
    traceId,
  };
}

function ofError(entry: ErrorEntry): Message {
  const { sample, expected } = entry;
  return {
    timeUnixNano: nanos(entry.lastAt),
    severityNumber: expected ? severities.warn : severities.error,
    severityText: expected ? 'WARN' : 'ERROR',
    body: { stringValue: `${entry.errorName}: ${sample.message}` },
    attributes: keyValues({
      'exception.type': entry.errorName,
      'exception.message': sample.message,
      'exception.stacktrace': sample.stack,
      'meteor.error.group': entry.group,
      'meteor.error.source': entry.source,
      'meteor.error.expected': expected,
      'meteor.error.count': entry.count,
      'meteor.owner.name': entry.name || undefined,
    }),
    traceId: sample.traceId,
  };
}
