export type Cell = string | number;

/** The first column to the left, numbers to the right. */
export function columns(rows: readonly (readonly Cell[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((row) => String(row[column] ?? '').length)),
  );
  return rows.map((row) =>
    row
      .map((cell, column) => {
        const width = widths[column] ?? 0;
        return column === 0 ? String(cell).padEnd(width) : String(cell).padStart(width);
      })
      .join('  '),
  );
}

export function ms(value: number | undefined): string {
  return value === undefined ? '-' : value.toFixed(1);
}

export function percent(share: number | undefined): string {
  return share === undefined ? '-' : `${(share * 100).toFixed(0)} %`;
}
