import type { Ejson } from '../meteor/ejson';
import type { Fields, Frame } from './types';

type Mutable = Record<string, unknown>;

const EJSON_KEYS = ['fields', 'params', 'result'];

interface Wire {
  /** The message of a raw frame, or null when it is none. */
  parseDDP(stringMessage: string): Frame | null;
  stringifyDDP(msg: Frame): string;
}

/**
 * Translates between messages and frames: values of EJSON types are turned
 * into their JSON form, and fields that are `undefined` into `cleared`.
 */
export function createWire(EJSON: Ejson, { _debug }: { _debug(...args: unknown[]): void }): Wire {
  function adjust(msg: Mutable, change: (value: unknown) => unknown): void {
    for (const key of EJSON_KEYS) {
      if (Object.hasOwn(msg, key)) msg[key] = change(msg[key]);
    }
  }

  function parsed(stringMessage: string): unknown {
    try {
      return JSON.parse(stringMessage);
    } catch {
      _debug('Discarding message with invalid JSON', stringMessage);
      return null;
    }
  }

  return {
    parseDDP(stringMessage) {
      const msg = parsed(stringMessage) as Mutable | null;
      if (msg === null) return null;
      if (typeof msg !== 'object') {
        _debug('Discarding non-object DDP message', stringMessage);
        return null;
      }
      undoCleared(msg);
      adjust(msg, EJSON._adjustTypesFromJSONValue);
      return msg;
    },

    stringifyDDP(msg) {
      const copy = EJSON.clone(msg) as Mutable;
      if (Object.hasOwn(msg, 'fields')) moveCleared(msg.fields as Fields, copy);
      adjust(copy, EJSON._adjustTypesToJSONValue);
      if (msg.id && typeof msg.id !== 'string') throw new Error('Message id is not a string');
      return JSON.stringify(copy);
    },
  };
}

function undoCleared(msg: Mutable): void {
  if (!Object.hasOwn(msg, 'cleared')) return;
  msg.fields ??= {};
  const fields = msg.fields as Fields;
  for (const key of msg.cleared as string[]) fields[key] = undefined;
  delete msg.cleared;
}

function moveCleared(fields: Fields, copy: Mutable): void {
  const kept = copy.fields as Fields;
  const cleared = Object.keys(fields).filter((key) => fields[key] === undefined);
  for (const key of cleared) delete kept[key];
  if (cleared.length > 0) copy.cleared = cleared;
  if (Object.keys(kept).length === 0) delete copy.fields;
}
