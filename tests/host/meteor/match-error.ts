import { MeteorError } from './errors';

/** `Match.Error`: what `check` throws. Clients see "Match failed" only. */
export class MatchError extends Error {
  readonly errorType = 'Match.Error';
  readonly sanitizedError: Error;
  path = '';

  constructor(message: string) {
    super(`Match error: ${message}`);
    this.name = 'Error';
    this.sanitizedError = new MeteorError(400, 'Match failed');
  }
}
