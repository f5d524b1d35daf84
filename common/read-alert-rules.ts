import isPlainObject from 'lodash/isPlainObject';
import type { AlertMeasure, AlertRule, MetricRule } from './alert';
import { readerStat } from './alert-measure';
import { type AlertRuleField, type AlertRuleFields, alertRuleShape } from './alert-rule-shape';
import { alertRuleDefaults, defaultAlertRules } from './alert-rules';
import { closest } from './closest';
import { came } from './option-check';
import { checkQuery } from './read-query';

type Given = Readonly<Record<string, unknown>>;

/** A rule as settings give it; only its name is checked by type. */
export interface GivenAlertRule {
  readonly name: string;
  readonly [field: string]: unknown;
}

export interface ReadAlertRules {
  readonly rules: readonly AlertRule[];
  /** One line for each rule that cannot be used. */
  readonly problems: readonly string[];
}

const mostRules = 100;

/**
 * The rules that `given` says, as `alerts.rules` has them: what is left out has
 * its default. A rule that has the name of a default rule takes from that what
 * it leaves out, so that a name and a threshold are enough to change one.
 */
export function readAlertRules(given: unknown): ReadAlertRules {
  if (!Array.isArray(given)) return none(`expected a list of rules, but ${came(given)} came.`);
  if (given.length > mostRules) {
    return none(`expected at most ${mostRules} rules, but ${given.length} came.`);
  }
  const rules = new Map<string, AlertRule>();
  const problems: string[] = [];
  given.forEach((one: unknown, at) => {
    try {
      const rule = readRule(one);
      if (rules.has(rule.name)) throw wrong('name', 'another rule has it already.');
      rules.set(rule.name, rule);
    } catch (error) {
      problems.push(`rule ${at + 1}${nameOf(one)}: ${(error as Error).message}`);
    }
  });
  return { rules: [...rules.values()], problems };
}

function none(problem: string): ReadAlertRules {
  return { rules: [], problems: [problem] };
}

function nameOf(given: unknown): string {
  const { name } = (given ?? {}) as { readonly name?: unknown };
  return typeof name === 'string' ? ` (${came(name)})` : '';
}

const wrong = (path: string, problem: string) => new TypeError(`${path}: ${problem}`);

function readRule(given: unknown): AlertRule {
  if (!isPlainObject(given)) throw new TypeError(`expected an object, but ${came(given)} came.`);
  const own = given as Given;
  const base = defaultAlertRules.find(({ name }) => name === own.name);
  const all = { ...base, ...own };
  if ('finding' in all) return complete(all, alertRuleShape.finding) as unknown as AlertRule;
  const rule = complete(all, alertRuleShape.metric);
  if (rule.threshold === undefined && rule.condition !== 'absent') {
    throw wrong('threshold', 'is missing; accepted: a number.');
  }
  return checked({ threshold: 0, ...rule } as unknown as MetricRule);
}

function complete(given: Given, shape: AlertRuleFields): Given {
  const defaults = Object.entries(alertRuleDefaults).filter(
    ([key]) => key in shape && key !== 'severity',
  );
  const fields = fieldsOf(given, shape);
  const isMetric = shape === alertRuleShape.metric;
  // The severity of a finding is its own.
  const severity = isMetric ? { severity: alertRuleDefaults.severity } : {};
  return { ...Object.fromEntries(defaults), ...severity, ...fields };
}

function fieldsOf(given: Given, shape: AlertRuleFields, prefix = ''): Given {
  const stranger = Object.keys(given).find((key) => !Object.hasOwn(shape, key));
  if (stranger !== undefined) throw wrong(prefix + stranger, noSuchField(stranger, shape));
  const fields: Record<string, unknown> = {};
  for (const [key, field] of Object.entries(shape)) {
    const value = fieldOf(given[key], field, prefix + key);
    if (value !== undefined) fields[key] = value;
  }
  return fields;
}

function fieldOf(given: unknown, field: AlertRuleField, path: string): unknown {
  if (given === undefined) {
    if (field.isNeeded) throw wrong(path, `is missing; accepted: ${field.accepts}.`);
    return undefined;
  }
  const value = field.isList && typeof given === 'string' ? [given] : given;
  if (!field.is(value)) throw wrong(path, `expected ${field.accepts}, but ${came(given)} came.`);
  return field.fields ? fieldsOf(value as Given, field.fields, `${path}.`) : value;
}

function noSuchField(key: string, shape: AlertRuleFields): string {
  const names = Object.keys(shape);
  const meant = closest(key, names);
  const hint = meant ? `Did you mean ${meant}?` : `Accepted are ${names.join(', ')}.`;
  return `there is no such field. ${hint}`;
}

/** Against the catalogue of metrics. */
function checked(rule: MetricRule): MetricRule {
  const { by, over, provided, unless, except = {} } = rule;
  const stranger = Object.keys(except).find((key) => !by.includes(key));
  if (stranger !== undefined) {
    throw wrong(
      `except.${stranger}`,
      `only what is in by can be left out: ${by.join(', ') || 'nothing'}.`,
    );
  }
  checkMeasure('', rule, by);
  if (over) checkMeasure('over.', over, by);
  if (provided) checkMeasure('provided.', provided, by);
  if (unless) checkMeasure('unless.', unless, by);
  return rule;
}

function checkMeasure(path: string, measure: AlertMeasure, by: readonly string[]): void {
  const { metric, dims = {} } = measure;
  try {
    checkQuery({ metric, stat: readerStat(measure), dims, by, from: 0, to: 1 });
  } catch (error) {
    const { message } = error as Error;
    throw new TypeError(`${path}${message.replace(/^Radiant: query\./, '')}.`);
  }
}
