/** A class of errors as `Meteor.makeErrorType` gives it: callable with `new` only. */
export type ErrorType<A extends unknown[], T extends Error> = {
  new (...args: A): T & { errorType: string };
  readonly prototype: T & { errorType: string };
};

type Settable = Error & { errorType: string };

/**
 * `Meteor.makeErrorType`: a kind of error whose instances are filled in by
 * `init` (which sets at least `message`) and carry `name` as `errorType`.
 * The stack begins where the error was made.
 */
export function makeErrorType<A extends unknown[], T extends Error = Error>(
  name: string,
  init: (this: T, ...args: A) => void,
): ErrorType<A, T> {
  function errorClass(this: Settable, ...args: A): void {
    Error.captureStackTrace(this, errorClass);
    init.apply(this as unknown as T, args);
    this.errorType = name;
  }
  errorClass.prototype = Object.create(Error.prototype, {
    constructor: { value: errorClass, writable: true, configurable: true, enumerable: true },
  });
  return errorClass as unknown as ErrorType<A, T>;
}

/** An error made to be sent to the client. */
export interface ClientError extends Error {
  isClientSafe: boolean;
  error: unknown;
  reason: unknown;
  details: unknown;
  clone(): ClientError;
}

export type MeteorErrorClass = ErrorType<
  [error: unknown, reason?: unknown, details?: unknown],
  ClientError
>;

/**
 * `Meteor.Error`: `error` is a code, `reason` a summary for people, `details`
 * whatever else. All three reach the client.
 */
export function createMeteorError(): MeteorErrorClass {
  const MeteorError: MeteorErrorClass = makeErrorType<
    [error: unknown, reason?: unknown, details?: unknown],
    ClientError
  >('Meteor.Error', function (error, reason, details) {
    this.isClientSafe = true;
    this.error = error;
    this.reason = reason;
    this.details = details;
    this.message = reason ? `${reason} [${error}]` : `[${error}]`;
  });
  MeteorError.prototype.clone = function () {
    return new MeteorError(this.error, this.reason, this.details);
  };
  return MeteorError;
}

/** `Meteor.Error` for code that belongs to no host. */
export const MeteorError: MeteorErrorClass = createMeteorError();
