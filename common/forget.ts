import { RadiantError } from './errors';

/** Who is to be forgotten: what events have as `userId`, as `anonymousId`, or either. */
export interface ForgetQuery {
  readonly userId?: string | undefined;
  readonly anonymousId?: string | undefined;
}

/** What was forgotten. */
export interface Forgotten {
  readonly events: number;
}

const ids = ['userId', 'anonymousId'] as const;

export type ForgottenId = (typeof ids)[number];

/**
 * The ids of `given` that have a value, as every reader checks them first.
 *
 * @throws {RadiantError} `forget-invalid`, naming what came and what is accepted:
 *   so that nobody is forgotten by an id that got lost on the way.
 */
export function checkForget(given: ForgetQuery): ReadonlyArray<readonly [ForgottenId, string]> {
  const fields: Readonly<Record<string, unknown>> = { ...given };
  for (const name of Object.keys(fields)) {
    if (!ids.some((id) => id === name)) throw unknown(name);
  }
  const pairs = ids.flatMap((id) => {
    const value = fields[id];
    if (value === undefined) return [];
    if (typeof value === 'string' && value !== '') return [[id, value] as const];
    throw invalid(id, value, 'a text that is not empty');
  });
  if (pairs.length > 0) return pairs;
  throw new RadiantError('forget-invalid', `forget() needs ${ids.join(' or ')}, or both`);
}

function unknown(name: string): RadiantError {
  const accepted = ids.join(' and ');
  return new RadiantError('forget-invalid', `forget() knows no ${name}; accepted: ${accepted}`);
}

function invalid(name: string, came: unknown, accepted: string): RadiantError {
  const shown = typeof came === 'object' && came !== null ? 'an object' : JSON.stringify(came);
  return new RadiantError('forget-invalid', `${name} is ${shown}; accepted: ${accepted}`);
}
