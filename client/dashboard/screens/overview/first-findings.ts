import type { Finding } from '../../../../common/finding';

const most = 4;
const mostOfKind = 2;

/**
 * What is shown of many: the most severe, as they come, but not more than two of a kind, so that a
 * release that is slower everywhere does not hide the observer that makes it so.
 */
export function firstFindings(findings: readonly Finding[]): readonly Finding[] {
  const seen = new Map<string, number>();
  const chosen = findings.filter(({ kind }) => {
    const count = (seen.get(kind) ?? 0) + 1;
    seen.set(kind, count);
    return count <= mostOfKind;
  });
  return chosen.slice(0, most);
}
