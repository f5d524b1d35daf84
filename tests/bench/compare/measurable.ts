import { startSide } from '../sides/side';
import type { SubjectName } from '../sides/subjects';

/**
 * Those of `names` that can be measured with that script. The benches are the
 * head's on both sides, and reach into internals that may have had another
 * shape at the base; `refused` is told of each that fails there, and why.
 */
export async function measurable(
  script: string,
  names: readonly SubjectName[],
  refused: (name: SubjectName, reason: string) => void,
): Promise<readonly SubjectName[]> {
  const side = startSide(script, 'radiant');
  const fitting: SubjectName[] = [];
  try {
    for (const subject of names) {
      try {
        await side.take({ subject, forMs: 1 });
        fitting.push(subject);
      } catch (error) {
        refused(subject, error instanceof Error ? error.message : String(error));
      }
    }
  } finally {
    side.end();
  }
  return fitting;
}
