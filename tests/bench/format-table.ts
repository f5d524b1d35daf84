import type { BenchTable } from './bench-table';
import type { Budget } from './budgets';
import { formatValue } from './format-value';
import { addedBy, growthOf } from './shortcomings';

/** The table as text. */
export function formatTable(table: BenchTable): string {
  const { title, rows, unit = 'ns', budget } = table;
  const width = Math.max(...rows.map(({ name }) => name.length));
  const lines = rows.map(({ name, value, ratio }) => {
    const times = Number.isFinite(ratio) ? `×${ratio.toFixed(2)}` : '';
    return `  ${name.padEnd(width)}  ${formatValue(value, unit).padStart(10)}  ${times}`.trimEnd();
  });
  if (budget) lines.push(`  ${verdict(table, budget)}`);
  return [title, ...lines, ''].join('\n');
}

function verdict(table: BenchTable, { of, most }: Budget): string {
  if (of === 'growth') return `grows ×${growthOf(table).toFixed(2)}, budget ×${most}`;
  const budget = `budget ${formatValue(most, table.unit ?? 'ns')}`;
  return of === 'added'
    ? `added ${formatValue(addedBy(table), table.unit ?? 'ns')}, ${budget}`
    : budget;
}
