import type { BenchTable } from './bench-table';
import { formatValue } from './format-value';
import { addedBy } from './shortcomings';

/** The table as text. */
export function formatTable(table: BenchTable): string {
  const { title, rows, unit = 'ns', budget } = table;
  const width = Math.max(...rows.map(({ name }) => name.length));
  const lines = rows.map(({ name, value, ratio }) => {
    const times = Number.isFinite(ratio) ? `×${ratio.toFixed(2)}` : '';
    return `  ${name.padEnd(width)}  ${formatValue(value, unit).padStart(10)}  ${times}`.trimEnd();
  });
  if (!budget) return [title, ...lines, ''].join('\n');
  const most = formatValue(budget.most, unit);
  const told =
    budget.of === 'added'
      ? `added ${formatValue(addedBy(table), unit)}, budget ${most}`
      : `budget ${most}`;
  return [title, ...lines, `  ${told}`, ''].join('\n');
}
