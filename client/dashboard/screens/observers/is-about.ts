import type { FindingSubject } from '../../../../common/finding';
import type { ObserverChoice } from '../../../../common/observer-history';

/** Whether a finding is about what is picked: it names nothing else. */
export function isAbout(subject: FindingSubject, choice: ObserverChoice): boolean {
  const { owner, ...rest } = subject;
  const own: ObserverChoice = { kind: owner?.kind, name: owner?.name, ...rest };
  const named = (Object.keys(choice) as Array<keyof ObserverChoice>).filter(
    (field) => choice[field] !== undefined && own[field] !== undefined,
  );
  return named.length > 0 && named.every((field) => choice[field] === own[field]);
}
