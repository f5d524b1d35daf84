import type { Ratio } from '../statistics';

/** Rows as lines of text; the first column to the left, the others to the right. */
export function textTable(head: readonly string[], rows: ReadonlyArray<readonly string[]>): string {
  const all = [head, ...rows];
  const widths = head.map((_, column) => Math.max(...all.map((row) => row[column]?.length ?? 0)));
  const lines = all.map((row) =>
    row
      .map((cell, column) => {
        const width = widths[column] ?? 0;
        return column === 0 ? cell.padEnd(width) : cell.padStart(width);
      })
      .join('  ')
      .trimEnd(),
  );
  return `${lines.join('\n')}\n`;
}

/** `+2.3 % (1.1 … 3.5)` */
export function percentText({ ratio, low, high }: Ratio): string {
  const signed = (value: number) => `${value > 1 ? '+' : ''}${((value - 1) * 100).toFixed(1)}`;
  return Number.isFinite(low) && Number.isFinite(high)
    ? `${signed(ratio)} % (${signed(low)} … ${signed(high)})`
    : `${signed(ratio)} %`;
}

export const us = (value: number) => `${value.toFixed(1)} µs`;
export const ms = (value: number) => `${value.toFixed(2)} ms`;
export const mb = (bytes: number) => `${(bytes / 1e6).toFixed(1)} MB`;
export const share = (value: number) => `${(value * 100).toFixed(0)} %`;
