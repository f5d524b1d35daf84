import { isExpectedError } from '../../../common/expected-error';
import { read } from '../../../common/read-property';
import { maskMessage } from '../../../common/redact/mask-message';
import { shapeOfValue } from '../../../common/redact/shape-of';

/** What is kept of an error, without values. */
export interface ReadError {
  /** `TypeError`, `Error [ECONNREFUSED]`, `Meteor.Error [not-found]`; the type of what is no object. */
  readonly errorName: string;
  /** Masked, at most 1,000 characters. */
  readonly message: string;
  /** As it is, to find where the stack begins; never kept. */
  readonly rawMessage: string;
  readonly expected: boolean;
}

const messageLimit = 1_000;
const nameLimit = 60;
const causeLimit = 5;

/** Reads whatever was thrown: never throws, changes nothing, and does not ask for the stack. */
export function readError(error: unknown): ReadError {
  const rawMessage = messageOf(error);
  return {
    errorName: nameOf(error),
    message: maskMessage(rawMessage, messageLimit),
    rawMessage,
    expected: isExpectedError(error),
  };
}

/** Name and masked message of each of the causes, at most five; a cycle ends them. */
export function causesOf(error: unknown): readonly string[] {
  const causes: string[] = [];
  const seen = new Set<unknown>([error]);
  let cause = read(error, 'cause');
  while (cause !== undefined && cause !== null && causes.length < causeLimit && !seen.has(cause)) {
    seen.add(cause);
    causes.push(maskMessage(messageOf(cause), 300).replace(/^/, `${nameOf(cause)}: `));
    cause = read(cause, 'cause');
  }
  return causes;
}

function messageOf(error: unknown): string {
  if (typeof error === 'string') return error;
  if (typeof error !== 'object' || error === null) return '';
  const message = read(error, 'message');
  if (typeof message === 'string') return message;
  return read(error, 'name') === undefined ? shapeOfValue(error) : '';
}

function nameOf(error: unknown): string {
  if (error === null) return 'null';
  if (typeof error !== 'object') return typeof error;
  const type = read(error, 'errorType');
  const name = typeof type === 'string' && type !== '' ? type : (ownName(error) ?? 'Object');
  const code = codeOf(error, type);
  return code === undefined ? name : `${name} [${code}]`;
}

function ownName(error: object): string | undefined {
  for (const name of [read(error, 'name'), read(read(error, 'constructor'), 'name')]) {
    if (typeof name === 'string' && name !== '') return maskMessage(name, nameLimit);
  }
  return undefined;
}

const word = /^[A-Za-z][\w.:/ -]*$/;

/** What tells errors of one class apart: a number, or a word such as `not-found`, `ECONNREFUSED`. */
function codeOf(error: object, type: unknown): string | undefined {
  const code = read(error, type === 'Meteor.Error' ? 'error' : 'code');
  if (typeof code === 'number') {
    return Number.isInteger(code) && Math.abs(code) < 100_000 ? String(code) : undefined;
  }
  if (typeof code !== 'string' || code.length > nameLimit || !word.test(code)) return undefined;
  return maskMessage(code, nameLimit);
}
