import type { ComponentChildren } from 'preact';
import { params, setParams } from '../state/location';
import './search.css';

interface Props {
  /** What is looked for: `Search for traces`. */
  readonly label: string;
  /** Parameters of the address that narrow what is found. */
  readonly narrowing: readonly string[];
  /** Those that are cleared besides. */
  readonly clears?: readonly string[];
  readonly children: ComponentChildren;
}

/** What to look for, all of it in the address, and the way back to everything. */
export function SearchForm({ label, narrowing, clears = [], children }: Props) {
  const isNarrowed = narrowing.some((name) => params.value[name]);
  const clear = () =>
    setParams(Object.fromEntries([...narrowing, ...clears].map((name) => [name, undefined])));
  return (
    <form class="search" aria-label={label} onSubmit={(event) => event.preventDefault()}>
      {children}
      {isNarrowed && (
        <button type="button" onClick={clear}>
          Clear search
        </button>
      )}
    </form>
  );
}
