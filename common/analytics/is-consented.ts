/**
 * Whether a destination of this category may be given an event. Who was never
 * asked (no preferences) did not refuse; of who was, the category has to be granted.
 */
export function isConsented(
  preferences: Readonly<Record<string, boolean>> | undefined,
  category: string,
): boolean {
  if (!preferences) return true;
  return Object.hasOwn(preferences, category) && preferences[category] === true;
}
