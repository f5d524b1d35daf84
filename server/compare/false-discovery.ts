/**
 * The largest p-value at which a finding stands when so many were looked for,
 * so that of all that stand the share `rate` is expected to be chance, at most;
 * and where nothing differs, the chance of any is `rate`. `undefined` when
 * none stands.
 *
 * Benjamini and Hochberg, https://doi.org/10.1111/j.2517-6161.1995.tb02031.x
 */
export function discoveryLimit(pValues: readonly number[], rate: number): number | undefined {
  const sorted = [...pValues].sort((a, b) => a - b);
  return sorted.findLast((p, index) => p <= ((index + 1) * rate) / sorted.length);
}
