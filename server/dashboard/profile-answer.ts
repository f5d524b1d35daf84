import { RadiantError } from '../../common/errors';
import { type Answer, failure, json } from './answer';

export interface TakenProfile {
  /** What a `.cpuprofile` file holds. */
  readonly profile: unknown;
}

/** Takes a CPU profile of the process. */
export type TakeProfile = (options: {
  readonly durationMs: number;
  readonly intervalMs?: number;
}) => Promise<TakenProfile>;

const accepted = ['seconds', 'intervalMs', 'as'];
const defaultSeconds = 10;

/**
 * Answers `POST profile` with the parameters `seconds` (10 unless given),
 * `intervalMs` and `as`: `json` for the whole report, `cpuprofile` for a file.
 *
 * @throws {RadiantError} (as a rejection) `profile-invalid`, and what `take` throws
 */
export async function profileAnswer(params: URLSearchParams, take: TakeProfile): Promise<Answer> {
  for (const name of params.keys()) {
    if (accepted.includes(name)) continue;
    throw invalid(
      `there is no parameter ${JSON.stringify(name.slice(0, 60))}; there are ${accepted.join(', ')}`,
    );
  }
  const as = params.get('as') ?? 'json';
  if (as !== 'json' && as !== 'cpuprofile') throw invalid('as: expected json or cpuprofile');
  const durationMs = number('seconds', params.get('seconds') ?? String(defaultSeconds)) * 1_000;
  const interval = params.get('intervalMs');
  const intervalMs = interval === null ? {} : { intervalMs: number('intervalMs', interval) };
  const taken = await take({ durationMs, ...intervalMs });
  return as === 'json' ? json(200, taken) : json(200, taken.profile, asFile);
}

const asFile = { 'Content-Disposition': 'attachment; filename="radiant.cpuprofile"' };

/** The answer to a profile that was not taken; undefined for other errors. */
export function profileFailure({ code, message }: RadiantError): Answer | undefined {
  if (code === 'profile-invalid') return failure(400, code, message);
  if (code === 'profile-busy') return failure(409, code, message);
  if (code === 'profile-unavailable' || code === 'not-started') return failure(503, code, message);
  return undefined;
}

export const postOnly = failure(405, 'wrong-method', 'A profile is taken with POST.', {
  Allow: 'POST',
});

function number(name: string, text: string): number {
  if (/^\d{1,9}(\.\d{1,3})?$/.test(text)) return Number(text);
  throw invalid(`${name}: expected a number, but ${JSON.stringify(text.slice(0, 60))} came`);
}

function invalid(message: string): RadiantError {
  return new RadiantError('profile-invalid', message);
}
