/** How often, as one says it: `once`, `twice`, `40 times`. */
export function timesText(count: number): string {
  if (count === 1) return 'once';
  if (count === 2) return 'twice';
  return `${count.toLocaleString('en')} times`;
}
