import { RadiantError } from '../../common/errors';

export interface ProfileOptions {
  /** From 100 ms to a minute. */
  readonly durationMs: number;
  /** Between two looks at the stack, 1 to 100 ms; 5 unless given. */
  readonly intervalMs?: number | undefined;
}

const limits = {
  durationMs: { min: 100, max: 60_000 },
  intervalMs: { min: 1, max: 100 },
} as const;
const defaultIntervalMs = 5;

export interface CheckedProfileOptions {
  readonly durationMs: number;
  readonly intervalMs: number;
}

/** @throws {RadiantError} `profile-invalid` */
export function checkProfileOptions(given: unknown): CheckedProfileOptions {
  if (typeof given !== 'object' || given === null) {
    throw invalid('expected { durationMs, intervalMs? }');
  }
  for (const name of Object.keys(given)) {
    if (!Object.hasOwn(limits, name)) {
      throw invalid(`there is no option ${JSON.stringify(name.slice(0, 60))}`);
    }
  }
  const { durationMs, intervalMs = defaultIntervalMs } = given as Partial<ProfileOptions>;
  return {
    durationMs: checked('durationMs', durationMs),
    intervalMs: checked('intervalMs', intervalMs),
  };
}

function checked(name: keyof typeof limits, value: unknown): number {
  const { min, max } = limits[name];
  if (typeof value === 'number' && value >= min && value <= max) return value;
  throw invalid(`${name}: expected milliseconds from ${min} to ${max}`);
}

function invalid(message: string): RadiantError {
  return new RadiantError('profile-invalid', message);
}
