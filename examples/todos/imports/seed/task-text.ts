const verbs = ['Call', 'Write', 'Clean', 'Repair', 'Read', 'Paint', 'Plan', 'Order'] as const;
const things = ['the boat', 'a letter', 'the attic', 'two bicycles', 'the garden gate'] as const;
const times = ['today', 'before noon', 'by Friday', 'this month', 'when it rains'] as const;

/** A made-up task, the same for the same number. */
export function taskText(number: number): string {
  const verb = verbs[number % verbs.length];
  const thing = things[Math.floor(number / verbs.length) % things.length];
  const time = times[Math.floor(number / (verbs.length * things.length)) % times.length];
  return `${verb} ${thing} ${time}`;
}
