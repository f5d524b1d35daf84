import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';
import { metricDefinition } from '../../../common/metrics';

/** A word with its meaning one hover, focus or tap away. */
export function Help({ text, children }: { text: string; children: ComponentChildren }) {
  const id = useId();
  return (
    <span class="help">
      <button type="button" class="help-word" aria-describedby={id}>
        {children}
      </button>
      <span class="help-text" role="tooltip" id={id}>
        {text}
      </span>
    </span>
  );
}

/** The definition of a metric, from the catalogue. */
export function definitionOf(metric: string): string {
  return metricDefinition(metric)?.help ?? metric;
}
