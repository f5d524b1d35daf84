import { params, setParams } from '../state/location';
import './search.css';

interface Props {
  readonly label: string;
  /** Parameter of the address that holds the choice. */
  readonly param: string;
  /** Values and what they are called. */
  readonly options: ReadonlyArray<readonly [value: string, title: string]>;
  /** What stands for no choice; without, the first option does. */
  readonly none?: string;
  /** Parameters that a change takes out besides. */
  readonly clears?: readonly string[];
}

/** A choice that is kept in the address. A value that came with the address stays, even if unknown. */
export function ParamSelect({ label, param, options, none, clears = [] }: Props) {
  const chosen = params.value[param] ?? '';
  const [first] = options[0] ?? [''];
  const isKnown = options.some(([value]) => value === chosen) || chosen === '';
  const choose = (value: string) => {
    const kept = none === undefined && value === first ? undefined : value || undefined;
    setParams({ ...Object.fromEntries(clears.map((one) => [one, undefined])), [param]: kept });
  };
  return (
    <label>
      <span>{label}</span>
      <select
        value={chosen || (none === undefined ? first : '')}
        onChange={({ currentTarget: { value } }) => choose(value)}
      >
        {none !== undefined && <option value="">{none}</option>}
        {options.map(([value, title]) => (
          <option key={value} value={value}>
            {title}
          </option>
        ))}
        {!isKnown && <option value={chosen}>{chosen}</option>}
      </select>
    </label>
  );
}
