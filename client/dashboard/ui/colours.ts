/** A colour of the theme, for what is drawn and not styled: the value of a custom property. */
export function colourOf(name: `--${string}`): string {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

const lines = 8;

/** Of the lines of a chart, in order; told apart without red and green, too. */
export function lineColours(): readonly string[] {
  return Array.from({ length: lines }, (_, index) => colourOf(`--line-${index + 1}`));
}
