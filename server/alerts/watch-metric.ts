import type { AlertMeasure, MetricRule } from '../../common/alert';
import { isZeroWithoutRow } from '../../common/alert-measure';
import { alertSentence } from '../../common/alert-words';
import type { Figure, Figures, ReadFigures } from './figures';
import { cleanLabels, cleanText, longestSentence, type Seen, type Sight } from './seen';

export interface WatchMetric {
  readonly read: ReadFigures;
  /** Windows are no shorter: what was recorded last must have had the time to arrive. */
  readonly leastWindowMs: number;
  /** For how long there can be figures: what an empty store lacks is not absent. */
  readonly reachMs: number;
}

/** What a rule sees of its metric: one read, and one more for each figure it looks at beside. */
export function watchMetric(rule: MetricRule, parts: WatchMetric): Promise<Sight> {
  return rule.condition === 'absent' ? watchAbsence(rule, parts) : watchValue(rule, parts);
}

async function watchValue(rule: MetricRule, parts: WatchMetric): Promise<Sight> {
  const read = (measure: AlertMeasure) => readAs(rule, parts, measure);
  const figures = rule.over
    ? ratios(rule, await read(rule), await read(rule.over))
    : await read(rule);
  const provided = rule.provided && (await read(rule.provided));
  const seen: Seen[] = [];
  for (const [key, { labels, value }] of figures) {
    if (isExcepted(rule, labels)) continue;
    const isEnough = !rule.provided || (provided?.get(key)?.value ?? 0) > rule.provided.above;
    const holds = isEnough && isBeyond(rule, value);
    seen.push(seenAs(rule, labels, { holds, value }));
  }
  return { seen, isComplete: false };
}

function readAs(
  rule: MetricRule,
  parts: WatchMetric,
  measure: AlertMeasure,
  windowMs = rule.windowMs,
) {
  const { by, release } = rule;
  return parts.read({ measure, by, release, windowMs: Math.max(windowMs, parts.leastWindowMs) });
}

function isBeyond({ condition, threshold }: MetricRule, value: number): boolean {
  return condition === 'above' ? value > threshold : value < threshold;
}

function ratios(rule: MetricRule, figures: Figures, over: Figures): Figures {
  const found = new Map<string, Figure>();
  for (const [key, { labels, value: whole }] of over) {
    const part = figures.get(key)?.value ?? (isZeroWithoutRow(rule) ? 0 : undefined);
    if (part !== undefined && whole !== 0) found.set(key, { labels, value: part / whole });
  }
  return found;
}

/** What was there a while ago, and is not there now. */
async function watchAbsence(rule: MetricRule, parts: WatchMetric): Promise<Sight> {
  const now = await readAs(rule, parts, rule);
  if (rule.by.length === 0) {
    if (now.size === 0 && parts.reachMs < rule.windowMs) return { seen: [], isComplete: false };
    return { seen: [seenAs(rule, {}, { holds: now.size === 0 })], isComplete: false };
  }
  const lookbackMs = Math.max(rule.lookbackMs, rule.windowMs);
  const known = await readAs(rule, parts, rule, lookbackMs);
  const excused = rule.unless && (await readAs(rule, parts, rule.unless, lookbackMs));
  const seen: Seen[] = [];
  for (const [key, { labels }] of known) {
    if (isExcepted(rule, labels)) continue;
    const mayBeAbsent = (excused?.get(key)?.value ?? 0) > 0;
    seen.push(seenAs(rule, labels, { holds: !now.has(key) && !mayBeAbsent }));
  }
  return { seen, isComplete: true };
}

function isExcepted({ except = {} }: MetricRule, labels: Figure['labels']): boolean {
  return Object.entries(except).some(([name, values]) => values.includes(labels[name] ?? ''));
}

function seenAs(
  rule: MetricRule,
  dims: Figure['labels'],
  { holds, value }: { readonly holds: boolean; readonly value?: number },
): Seen {
  const labels = cleanLabels(dims);
  const { severity, condition } = rule;
  // Sentences are long to make, and needed of few.
  const sentence = holds ? cleanText(alertSentence(rule, labels, value), longestSentence) : '';
  const weight = condition === 'below' ? -(value ?? 0) : (value ?? 0);
  return { labels, holds, value, severity, sentence, weight };
}
