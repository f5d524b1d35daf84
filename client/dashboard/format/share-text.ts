/** A part of a whole in full percents, of which none is called none and not all is called all: `81 %`, `under 1 %`, `over 99 %`. */
export function shareText(share: number): string {
  const percents = Math.round(share * 100);
  if (percents === 0 && share > 0) return 'under 1 %';
  if (percents === 100 && share < 1) return 'over 99 %';
  return `${percents} %`;
}
