import isPlainObject from 'lodash/isPlainObject';
import { alertConditions, alertStats } from './alert';
import { findingKinds, severities } from './finding';

/** A field of a rule as settings give it. */
export interface AlertRuleField {
  /** What is accepted, with its article. */
  readonly accepts: string;
  is(value: unknown): boolean;
  readonly isNeeded?: true;
  /** A word alone stands for a list of it. */
  readonly isList?: true;
  /** It has fields of its own. */
  readonly fields?: AlertRuleFields;
}

export type AlertRuleFields = Readonly<Record<string, AlertRuleField>>;

const needed = { isNeeded: true } as const;
const longestMs = 7 * 24 * 60 * 60_000;
const longestText = 200;
const longestList = 20;
const mostBy = 5;

const isText = (value: unknown, most = longestText) =>
  typeof value === 'string' && value.length > 0 && value.length <= most;

const text: AlertRuleField = {
  accepts: `a string, 1 to ${longestText} characters long`,
  is: (value) => isText(value),
};
const number: AlertRuleField = { accepts: 'a number', is: (value) => Number.isFinite(value) };

const oneOf = (words: readonly string[]): AlertRuleField => ({
  accepts: `one of ${words.join(', ')}`,
  is: (value) => typeof value === 'string' && words.includes(value),
});

const someOf = (words: readonly string[]): AlertRuleField => ({
  accepts: `one or several of ${words.join(', ')}`,
  isList: true,
  is: (value) =>
    isListOf(value, (one) => words.includes(String(one))) && (value as unknown[]).length > 0,
});

const ms = (least: number): AlertRuleField => ({
  accepts: `a whole number of milliseconds, ${least} to ${longestMs}`,
  is: (value) =>
    Number.isSafeInteger(value) && Number(value) >= least && Number(value) <= longestMs,
});

const isListOf = (value: unknown, is: (one: unknown) => boolean, most = longestList) =>
  Array.isArray(value) && value.length <= most && value.every(is);

const isRecordOf = (value: unknown, is: (one: unknown) => boolean) =>
  isPlainObject(value) && Object.values(value as object).every(is);

const measureFields = {
  metric: { ...text, accepts: 'the name of a metric', ...needed },
  stat: { ...oneOf(alertStats), ...needed },
  dims: {
    accepts: 'an object of strings',
    is: (value) => isRecordOf(value, (one) => typeof one === 'string'),
  },
} as const satisfies AlertRuleFields;

const measure = (own: AlertRuleFields = {}): AlertRuleField => ({
  accepts: 'an object with metric, stat and, if need be, dims',
  is: (value) => isPlainObject(value),
  fields: { ...measureFields, ...own },
});

const shared = {
  name: { ...text, ...needed },
  environment: text,
  release: text,
  forMs: ms(0),
  keepFiringMs: ms(0),
  severity: oneOf(severities),
  summary: text,
} as const satisfies AlertRuleFields;

/** Fields of the two kinds of rules. */
export const alertRuleShape: Readonly<Record<'metric' | 'finding', AlertRuleFields>> = {
  metric: {
    ...shared,
    ...measureFields,
    over: measure(),
    by: {
      accepts: `a list of up to ${mostBy} dimensions of the metric, or fields such as "resource.instance"`,
      isList: true,
      is: (value) => isListOf(value, (one) => typeof one === 'string', mostBy),
    },
    except: {
      accepts: 'an object of lists of strings',
      is: (value) => isRecordOf(value, (one) => isListOf(one, (word) => typeof word === 'string')),
    },
    condition: { ...oneOf(alertConditions), ...needed },
    threshold: number,
    windowMs: ms(10_000),
    provided: measure({ above: { ...number, ...needed } }),
    lookbackMs: ms(60_000),
    unless: measure(),
  },
  finding: {
    ...shared,
    finding: { ...someOf(findingKinds), ...needed },
    minSeverity: oneOf(severities),
  },
};
