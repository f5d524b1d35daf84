import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';
import { Help } from './help';

interface Props {
  readonly title: string;
  /** What is shown here, in a sentence: one hover away. */
  readonly help?: string;
  /** Buttons at the right of the title. */
  readonly actions?: ComponentChildren;
  readonly children: ComponentChildren;
  /** Takes the whole width of the grid of panels. */
  readonly isWide?: boolean;
}

/** A titled part of a screen. */
export function Panel({ title, help, actions, children, isWide = false }: Props) {
  const id = useId();
  return (
    <section class={isWide ? 'panel panel-wide' : 'panel'} aria-labelledby={id}>
      <header class="panel-head">
        <h2 id={id}>{help ? <Help text={help}>{title}</Help> : title}</h2>
        {actions && <div class="panel-actions">{actions}</div>}
      </header>
      {children}
    </section>
  );
}
