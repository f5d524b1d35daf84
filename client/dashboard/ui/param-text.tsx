import { useEffect, useId, useState } from 'preact/hooks';
import { params, setParams } from '../state/location';
import './search.css';

interface Props {
  readonly label: string;
  /** Parameter of the address that holds the text. */
  readonly param: string;
  readonly placeholder?: string;
  /** What the browser offers while one types. */
  readonly suggestions?: readonly string[];
  readonly isNumber?: boolean;
  /** Parameters that a change takes out besides. */
  readonly clears?: readonly string[];
}

const mostSuggestions = 200;

/** A text that is kept in the address, once Enter is pressed or the field is left. */
export function ParamText({ label, param, placeholder, ...more }: Props) {
  const { suggestions = [], isNumber = false, clears = [] } = more;
  const id = useId();
  const kept = params.value[param] ?? '';
  const [text, setText] = useState(kept);
  useEffect(() => setText(kept), [kept]);
  const keep = (value: string) => {
    const trimmed = value.trim();
    if (trimmed === kept) return;
    setParams({
      ...Object.fromEntries(clears.map((one) => [one, undefined])),
      [param]: trimmed || undefined,
    });
  };
  return (
    <label>
      <span>{label}</span>
      <input
        type={isNumber ? 'number' : 'search'}
        min={isNumber ? 0 : undefined}
        value={text}
        placeholder={placeholder}
        list={suggestions.length > 0 ? id : undefined}
        onInput={({ currentTarget: { value } }) => setText(value)}
        onChange={({ currentTarget: { value } }) => keep(value)}
      />
      {suggestions.length > 0 && (
        <datalist id={id}>
          {suggestions.slice(0, mostSuggestions).map((one) => (
            <option key={one} value={one} />
          ))}
        </datalist>
      )}
    </label>
  );
}
