/**
 * The encoding to send of those that there are, in the order of our liking:
 * the one that `Accept-Encoding` gives the highest weight (RFC 9110 §12.5.3).
 * `identity` where none of them is wanted, even if that is not wanted either.
 */
export function chooseEncoding<Encoding extends string>(
  header: string | string[] | undefined,
  available: readonly Encoding[],
): Encoding | 'identity' {
  const weights = weightsIn(String(header ?? '').toLowerCase());
  const weightOf = (encoding: string) =>
    weights.get(encoding) ?? (encoding === 'identity' ? 0.0001 : weights.get('*')) ?? 0;
  return available.reduce<Encoding | 'identity'>((best, other) => {
    const isBetter = weightOf(other) > weightOf(best);
    return isBetter ? other : best;
  }, 'identity');
}

function weightsIn(header: string): ReadonlyMap<string, number> {
  const members = header.split(',').map((member) => member.split(';').map((part) => part.trim()));
  return new Map(
    members.map(([coding = '', ...parameters]) => [
      coding === 'x-gzip' ? 'gzip' : coding,
      weightOf(parameters.find((parameter) => parameter.startsWith('q='))),
    ]),
  );
}

/** 1 unless said otherwise; what is no weight is taken for a no. */
function weightOf(parameter: string | undefined): number {
  if (parameter === undefined) return 1;
  const text = parameter.slice(2);
  return /^(0(\.\d{0,3})?|1(\.0{0,3})?)$/.test(text) ? Number(text) : 0;
}
