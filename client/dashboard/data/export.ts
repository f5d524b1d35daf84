/** A table to take away: names of columns, and a row's values in the same order. */
export interface Exported {
  /** Of the file, without ending. */
  readonly name: string;
  readonly columns: readonly string[];
  readonly rows: ReadonlyArray<ReadonlyArray<string | number | undefined>>;
}

/** Comma-separated values as RFC 4180 has them. What a spreadsheet would take for a formula is text. */
export function toCsv({ columns, rows }: Exported): string {
  return [columns, ...rows].map((row) => row.map(cell).join(',')).join('\r\n');
}

/** One object for each row. */
export function toJson({ columns, rows }: Exported): string {
  const objects = rows.map((row) =>
    Object.fromEntries(columns.map((column, index) => [column, row[index]])),
  );
  return JSON.stringify(objects, undefined, 2);
}

/** Hands a file to the browser. */
export function download(name: string, type: string, content: string): void {
  const address = URL.createObjectURL(new Blob([content], { type }));
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}

function cell(value: string | number | undefined): string {
  if (value === undefined) return '';
  if (typeof value === 'number') return String(value);
  const text = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
