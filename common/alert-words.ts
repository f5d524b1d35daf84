import { type AlertMeasure, type AlertRule, isFindingRule, type MetricRule } from './alert';
import { measureUnit } from './alert-measure';
import type { Dims, Unit } from './metrics';

/** The condition of a rule: `p95 of method.duration (origin client) by name above 2 s, over 5 min, for 10 min`. */
export function ruleWords(rule: AlertRule): string {
  const lasting = rule.forMs > 0 ? `, for ${durationWords(rule.forMs)}` : '';
  if (isFindingRule(rule)) {
    const least = rule.minSeverity === 'info' ? '' : `, ${rule.minSeverity} at least`;
    return `finding ${rule.finding.join(' or ')}${least}${lasting}`;
  }
  const by = rule.by.length > 0 ? ` by ${rule.by.join(' and ')}` : '';
  const window = `, over ${durationWords(rule.windowMs)}`;
  const { provided } = rule;
  const only = provided
    ? `, while ${measureWords(provided)} is above ${valueWords(provided, provided.above)}`
    : '';
  return `${figureWords(rule)}${by} ${conditionWords(rule)}${window}${lasting}${only}`;
}

/** What is looked at: `rate of method.calls (outcome error) ÷ rate of method.calls`. */
export function figureWords(rule: MetricRule): string {
  return measureWords(rule) + (rule.over ? ` ÷ ${measureWords(rule.over)}` : '');
}

/** `above 2 s`. */
export function conditionWords(rule: MetricRule): string {
  const { condition, threshold } = rule;
  return condition === 'absent' ? 'absent' : `${condition} ${figureValueWords(rule, threshold)}`;
}

/** A value of a rule's figure, with its unit. */
export function figureValueWords(rule: MetricRule, value: number): string {
  if (!rule.over) return valueWords(rule, value);
  return measureUnit(rule) === measureUnit(rule.over) ? inUnit(value, 'ratio') : rounded(value);
}

/** Labels as people read them: the values alone. */
export function labelWords(labels: Dims): string {
  return Object.entries(labels)
    .map(([name, value]) => (name.startsWith('resource.') ? `${name.slice(9)} ${value}` : value))
    .join(', ');
}

/** What an alert of a metric says. */
export function alertSentence(rule: MetricRule, labels: Dims, value: number | undefined): string {
  const about = labelWords(labels);
  const of = about ? ` of ${about}` : '';
  if (value === undefined) return `${figureWords(rule)}${of} is absent.`;
  const is = figureValueWords(rule, value);
  return `${figureWords(rule)}${of} is ${is}, ${conditionWords(rule)}.`;
}

function measureWords({ metric, stat, dims = {} }: AlertMeasure): string {
  const only = Object.entries(dims).map((pair) => pair.join(' '));
  return `${stat} of ${metric}${only.length > 0 ? ` (${only.join(', ')})` : ''}`;
}

function valueWords(measure: AlertMeasure, value: number): string {
  const unit = measureUnit(measure);
  return inUnit(value, unit) + (measure.stat === 'rate' ? '/s' : '');
}

function inUnit(value: number, unit: Unit): string {
  switch (unit) {
    case 'ms':
      return durationWords(value);
    case 'ratio':
      return `${rounded(value * 100)} %`;
    case 'bytes':
      return bytesWords(value);
    default:
      return rounded(value);
  }
}

const times = [
  [86_400_000, 'd'],
  [3_600_000, 'h'],
  [60_000, 'min'],
  [1_000, 's'],
] as const;

/** `850 ms`, `90 s`, `10 min`: minutes and more only where they come out even. */
export function durationWords(ms: number): string {
  const fits = ([size]: (typeof times)[number]) => size === 1_000 || ms % size === 0;
  const [size, unit] = times.find((time) => ms >= time[0] && fits(time)) ?? [1, 'ms'];
  return `${rounded(ms / size)} ${unit}`;
}

const sizes = [
  [2 ** 30, 'GiB'],
  [2 ** 20, 'MiB'],
  [2 ** 10, 'KiB'],
] as const;

function bytesWords(bytes: number): string {
  const [size, unit] = sizes.find(([least]) => Math.abs(bytes) >= least) ?? [1, 'B'];
  return `${rounded(bytes / size)} ${unit}`;
}

/** Three digits. */
function rounded(value: number): string {
  return String(Number(value.toPrecision(Math.abs(value) >= 1_000 ? 4 : 3)));
}
