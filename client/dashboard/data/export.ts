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

/** One object for each row. Of columns with the same name each further one has its number behind it. */
export function toJson({ columns, rows }: Exported): string {
  const names = distinct(columns);
  const objects = rows.map((row) =>
    Object.fromEntries(names.map((name, index) => [name, row[index]])),
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

function distinct(names: readonly string[]): string[] {
  const taken = new Set<string>();
  return names.map((name) => {
    let free = name;
    for (let number = 2; taken.has(free); number++) free = `${name} (${number})`;
    taken.add(free);
    return free;
  });
}

/** What a formula begins with, in some spreadsheets also by letters of East Asian width. */
const formula = /^[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]/;

function cell(value: string | number | undefined): string {
  if (value === undefined) return '';
  if (typeof value === 'number') return Number.isFinite(value) ? String(value) : '';
  const text = formula.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
