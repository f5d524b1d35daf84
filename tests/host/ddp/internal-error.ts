import type { Internals } from './internals';

interface Thrown {
  readonly isClientSafe?: boolean;
  readonly sanitizedError?: { readonly isClientSafe?: boolean };
  readonly _expectedByTest?: boolean;
  readonly error?: unknown;
  readonly reason?: unknown;
  readonly details?: unknown;
  readonly message?: string;
  readonly stack?: string;
}

/**
 * What a client may know of something that was thrown: the error itself when it
 * was made for clients, its `sanitizedError`, else "Internal server error". The
 * other two are printed with `context`.
 */
export function wrapInternalException(
  { Meteor }: Pick<Internals, 'Meteor'>,
  exception: unknown,
  context: string,
): unknown {
  if (!exception) return exception;
  const thrown = exception as Thrown;
  if (thrown.isClientSafe) {
    return exception instanceof Meteor.Error ? exception : asMeteorError(Meteor, thrown);
  }
  if (!thrown._expectedByTest) report(Meteor, thrown, context);
  if (thrown.sanitizedError?.isClientSafe) return thrown.sanitizedError;
  if (thrown.sanitizedError) {
    Meteor._debug(
      `Exception ${context} provides a sanitizedError that does not have isClientSafe property set; ignoring`,
    );
  }
  return new Meteor.Error(500, 'Internal server error');
}

function asMeteorError(Meteor: Internals['Meteor'], thrown: Thrown): Error {
  const error = new Meteor.Error(thrown.error, thrown.reason, thrown.details);
  error.message = thrown.message ?? '';
  return error;
}

function report(Meteor: Internals['Meteor'], thrown: Thrown, context: string): void {
  Meteor._debug(`Exception ${context}`, thrown.stack);
  if (!thrown.sanitizedError) return;
  Meteor._debug('Sanitized and reported to the client as:', thrown.sanitizedError);
  Meteor._debug();
}
