const meant = new Set<unknown>(['Meteor.Error', 'Match.Error']);

/**
 * Whether the app meant an error: it threw a `Meteor.Error`, or `check` refused
 * an argument. All others are defects. Never throws, whatever was thrown.
 */
export function isExpectedError(error: unknown): boolean {
  try {
    return (
      typeof error === 'object' &&
      error !== null &&
      meant.has((error as { errorType?: unknown }).errorType)
    );
  } catch {
    return false;
  }
}
