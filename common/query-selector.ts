import { isObject } from './is-object';
import { maskName } from './query-name';
import { hasOperators, isIdObject, isPlain, own } from './query-reading';

const depthLimit = 5;
const widthLimit = 16;
const nameLimit = 40;
const branchLimit = 8;
const branchesRead = 50;

/** How many more names may be shown. */
interface Budget {
  left: number;
}

/** The shape of a selector: keys and operators, `?` for every value; `none` without a selector. */
export function selectorShape(selector: unknown): string {
  if (!selector) return 'none';
  if (typeof selector !== 'object') return typeof selector === 'function' ? '{?}' : '{_id: ?}';
  if (!isObject(selector)) return '{?}';
  if (!isPlain(selector) && isIdObject(selector)) return '{_id: ?}';
  return selectorOf(selector, 0, { left: nameLimit });
}

function selectorOf(selector: object, depth: number, budget: Budget): string {
  return membersOf(selector, budget, (key) => {
    const value = own(selector, key);
    if (key === '$or' || key === '$and' || key === '$nor') return branchesOf(value, depth, budget);
    return conditionOf(value, depth, budget);
  });
}

/** What a field is compared with: operators, or a value. A document that is a value is a `?` too. */
function conditionOf(value: unknown, depth: number, budget: Budget): string {
  if (!hasOperators(value)) return '?';
  if (depth >= depthLimit) return '\u2026';
  return membersOf(value, budget, (operator) => {
    const operand = own(value, operator);
    const nested = operator === '$elemMatch' || operator === '$not';
    if (nested && isPlain(operand) && !hasOperators(operand)) {
      return depth + 1 >= depthLimit ? '\u2026' : selectorOf(operand, depth + 1, budget);
    }
    return conditionOf(operand, depth + 1, budget);
  });
}

/** The distinct branches of `$or` and its like. */
function branchesOf(value: unknown, depth: number, budget: Budget): string {
  if (!Array.isArray(value)) return '?';
  if (depth >= depthLimit) return '\u2026';
  const shapes = new Set<string>();
  for (let at = 0; at < Math.min(value.length, branchesRead); at++) {
    if (shapes.size === branchLimit || budget.left <= 0) break;
    const branch = own(value, at);
    shapes.add(isPlain(branch) ? selectorOf(branch, depth + 1, budget) : '?');
  }
  const rest = shapes.size === branchLimit || value.length > branchesRead || budget.left <= 0;
  return `[${[...shapes, ...(rest ? ['\u2026'] : [])].join(', ')}]`;
}

/** `{name: text, ...}`; names that look alike once masked, with the same text, are shown once. */
function membersOf(object: object, budget: Budget, textOf: (key: string) => string): string {
  const members = new Set<string>();
  const keys = Object.keys(object);
  for (const key of keys.slice(0, widthLimit)) {
    if (budget.left-- <= 0) break;
    members.add(`${key.startsWith('$') ? operatorName(key) : maskName(key)}: ${textOf(key)}`);
  }
  if (keys.length > widthLimit || budget.left < 0) members.add('\u2026');
  return `{${[...members].join(', ')}}`;
}

function operatorName(key: string): string {
  return /^\$[a-zA-Z]{1,24}$/.test(key) ? key : '$*';
}
