/** Arrow keys, Home and End go from button to button of the part they are pressed in. */
export function moveFocus(event: KeyboardEvent & { readonly currentTarget: Element }): void {
  const buttons = [...event.currentTarget.querySelectorAll<HTMLElement>('button.span-step')];
  const at = buttons.indexOf(document.activeElement as HTMLElement);
  const to = placeOf(event.key, at, buttons.length - 1);
  if (at < 0 || to === undefined) return;
  event.preventDefault();
  buttons[to]?.focus();
}

function placeOf(key: string, at: number, last: number): number | undefined {
  if (key === 'ArrowDown') return Math.min(last, at + 1);
  if (key === 'ArrowUp') return Math.max(0, at - 1);
  if (key === 'Home') return 0;
  return key === 'End' ? last : undefined;
}
