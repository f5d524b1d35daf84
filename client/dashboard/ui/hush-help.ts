/**
 * Lets Escape put away a help text that is open by hover or focus, until another one is opened
 * (WCAG 1.4.13). Returns the way out.
 */
export function hushHelp(): () => void {
  const { dataset } = document.documentElement;
  const onKey = ({ key }: KeyboardEvent) => {
    if (key === 'Escape') dataset.hush = '';
  };
  const onMove = ({ target }: Event) => {
    if (target instanceof Element && target.closest('.help')) delete dataset.hush;
  };
  document.addEventListener('keydown', onKey);
  document.addEventListener('pointerout', onMove);
  document.addEventListener('focusin', onMove);
  return () => {
    document.removeEventListener('keydown', onKey);
    document.removeEventListener('pointerout', onMove);
    document.removeEventListener('focusin', onMove);
  };
}
