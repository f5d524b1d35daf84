import type { SpanAttributes } from '../../common/trace';

const mostAttributes = 10;
const longestName = 50;
const longestText = 200;

/** A copy of the first ten that are texts, numbers or booleans; texts are cut. Never throws. */
export function fewAttributes(given: SpanAttributes | undefined): SpanAttributes | undefined {
  if (typeof given !== 'object' || given === null) return undefined;
  const few: Record<string, string | number | boolean> = {};
  let count = 0;
  for (const name of Object.keys(given)) {
    const value = acceptable(given, name);
    if (value === undefined) continue;
    few[name.slice(0, longestName)] = value;
    if (++count === mostAttributes) break;
  }
  return few;
}

function acceptable(given: SpanAttributes, name: string): string | number | boolean | undefined {
  let value: unknown;
  try {
    value = given[name];
  } catch {
    return undefined; // a getter of the app's
  }
  if (typeof value === 'string') return value.slice(0, longestText);
  return typeof value === 'number' || typeof value === 'boolean' ? value : undefined;
}
