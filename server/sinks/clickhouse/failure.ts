/** What ClickHouse answered with, by its number; see `system.errors`. */
export class ClickhouseError extends Error {
  override readonly name = 'ClickhouseError';
  readonly code: number;

  constructor(code: number) {
    super(`ClickHouse's error ${code}`);
    this.code = code;
  }
}

/** CANNOT_PARSE_... of several kinds, CANNOT_READ_ALL_DATA, INCORRECT_DATA, UNKNOWN_FIELD ...: the same data are refused again. */
const refusedData: ReadonlySet<number> = new Set([
  6, 25, 26, 27, 33, 38, 41, 53, 69, 70, 72, 117, 131, 321, 349, 441,
]);

const missing: ReadonlySet<number> = new Set([60, 81]);

/** Whether ClickHouse could not read what it was sent. */
export function isRefusedData(code: number): boolean {
  return refusedData.has(code);
}

/** Whether a table or the database is not there. */
export function isMissing(error: unknown): boolean {
  const cause = error instanceof Error ? error.cause : undefined;
  return cause instanceof ClickhouseError && missing.has(cause.code);
}

/** The answer without what it may quote of the data. */
export function saidBy(code: number, text: string): string {
  const name = /\(([A-Z][A-Z0-9_]+)\)/.exec(text)?.[1] ?? 'an error';
  if (isRefusedData(code)) return `${name} (${code})`;
  const said = /DB::Exception:\s*(.*)/s.exec(text)?.[1] ?? '';
  return `${name} (${code})${said && `: ${said.replace(/\s+/g, ' ').slice(0, 200)}`}`;
}
