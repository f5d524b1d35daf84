/** The Meteor releases the host can imitate. */
export type HostVersion = '3.0.4' | '3.1.2' | '3.3.2' | '3.4.1' | '3.5';

/** Whether `version` is `minimum` or later. Missing parts count as zero. */
export function atLeast(version: HostVersion, minimum: string): boolean {
  const have = version.split('.').map(Number);
  const want = minimum.split('.').map(Number);
  for (let part = 0; part < 3; part++) {
    const difference = (have[part] ?? 0) - (want[part] ?? 0);
    if (difference !== 0) return difference > 0;
  }
  return true;
}
