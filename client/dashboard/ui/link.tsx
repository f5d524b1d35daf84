import type { ComponentChildren } from 'preact';
import { addressOf, goTo, type ParamChanges } from '../state/location';

interface Props {
  readonly to: string;
  /** Parameters of that screen beside range and filters. */
  readonly with?: ParamChanges;
  readonly class?: string;
  readonly isCurrent?: boolean;
  readonly children: ComponentChildren;
}

/** A link to a screen, which keeps range and filters. Opens in a tab of its own where that is asked. */
export function Link({ to, with: changes, class: name, isCurrent, children }: Props) {
  const open = (event: MouseEvent) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
    event.preventDefault();
    goTo(to, changes);
  };
  return (
    <a
      href={addressOf(to, changes)}
      class={name}
      aria-current={isCurrent ? 'page' : undefined}
      onClick={open}
    >
      {children}
    </a>
  );
}
