import type { BenchTable } from './bench-table';
import { formatValue } from './format-value';

/** What is not as it has to be, in words: a budget that is exceeded, a rival that is not behind. */
export function shortcomings(table: BenchTable): readonly string[] {
  return [...overBudget(table), ...ahead(table)].map((what) => `${table.title}: ${what}`);
}

/** What the slowest row but rivals takes more than the first; never less than nothing. */
export function addedBy({ rows }: BenchTable): number {
  const own = rows.filter(({ isRival }) => !isRival).map(({ value }) => value);
  return Math.max(...own) - (own[0] ?? 0);
}

/** How many times the second row the last one is. */
export function growthOf({ rows }: BenchTable): number {
  return (rows.at(-1)?.value ?? Number.NaN) / (rows[1]?.value ?? Number.NaN);
}

function overBudget(table: BenchTable): readonly string[] {
  const { budget, rows, unit = 'ns' } = table;
  if (!budget) return [];
  const most = formatValue(budget.most, unit);
  if (budget.of === 'added') {
    const added = addedBy(table);
    return !(added <= budget.most) ? [`adds ${formatValue(added, unit)} of ${most}`] : [];
  }
  if (budget.of === 'growth') {
    const growth = growthOf(table);
    return !(growth <= budget.most) ? [`grows ×${growth.toFixed(2)} of ×${budget.most}`] : [];
  }
  const held = budget.of === 'first' ? rows.slice(0, 1) : rows;
  if (held.length === 0) return ['nothing was measured'];
  return held
    .filter(({ value }) => !(value <= budget.most))
    .map(({ name, value }) => `${name} is ${formatValue(value, unit)} of ${most}`);
}

function ahead({ rows, unit = 'ns' }: BenchTable): readonly string[] {
  const own = rows[0]?.value ?? Number.NaN;
  return rows
    .filter(({ value, isRival }) => isRival && !(value > own))
    .map(({ name, value }) => `${name} is not behind, ${formatValue(value, unit)}`);
}
