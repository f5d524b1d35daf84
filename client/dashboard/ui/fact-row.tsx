import type { ComponentChildren } from 'preact';
import './fact-row.css';

/** What is known of one thing, by name. */
export type Fact = readonly [name: string, value: ComponentChildren];

/** Facts side by side, as many as fit in a line. */
export function FactRow({ facts }: { facts: readonly Fact[] }) {
  return (
    <dl class="fact-row">
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
