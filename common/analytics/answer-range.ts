interface Range {
  readonly from: number;
  readonly to: number;
}

/** What every answer says of its time. */
export function answerRange(
  { from, to }: Range,
  keptFrom: number | undefined,
): Range & { readonly keptFrom?: number } {
  return keptFrom === undefined ? { from, to } : { from, to, keptFrom };
}
