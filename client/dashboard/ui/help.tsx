import type { ComponentChildren } from 'preact';
import { useId, useRef } from 'preact/hooks';
import { metricDefinition } from '../../../common/metrics';

interface Props {
  readonly text: string;
  readonly children: ComponentChildren;
  /** Where the word is a button for something else, what it does. */
  readonly onClick?: () => void;
}

/** A word with its meaning one hover, focus or tap away. */
export function Help({ text, children, onClick }: Props) {
  const id = useId();
  const tip = useRef<HTMLSpanElement>(null);
  return (
    <span class="help">
      <button
        type="button"
        class={onClick ? 'sort' : 'help-word'}
        aria-describedby={id}
        onClick={onClick}
        onPointerEnter={({ currentTarget }) => place(tip.current, currentTarget)}
        onFocus={({ currentTarget }) => place(tip.current, currentTarget)}
      >
        {children}
      </button>
      <span class="help-text" role="tooltip" id={id} ref={tip}>
        {text}
      </span>
    </span>
  );
}

/** The definition of a metric, from the catalogue. */
export function definitionOf(metric: string): string {
  return metricDefinition(metric)?.help ?? metric;
}

const widest = 320;
const margin = 8;

/** Below the word and within the window, out of whatever scrolls around it. */
function place(tip: HTMLElement | null, word: HTMLElement): void {
  if (!tip) return;
  const { left, bottom, top } = word.getBoundingClientRect();
  const room = window.innerWidth - Math.min(widest, window.innerWidth - 2 * margin) - margin;
  tip.style.left = `${Math.max(margin, Math.min(left, room))}px`;
  const isLow = bottom > window.innerHeight * 0.75;
  tip.style.top = isLow ? 'auto' : `${bottom + 6}px`;
  tip.style.bottom = isLow ? `${window.innerHeight - top + 6}px` : 'auto';
}
