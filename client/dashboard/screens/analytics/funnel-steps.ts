const most = 10;

/** Steps as they are written, one a line; empty lines are none, and beyond ten there are no more. */
export function funnelSteps(text: string): string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .slice(0, most);
}
