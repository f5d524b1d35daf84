import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';
import { params, setParams } from '../state/location';

export interface Tab {
  /** In the address. */
  readonly name: string;
  readonly title: string;
  /** How many there are behind it, where that is known. */
  readonly count?: number | undefined;
}

interface Props {
  readonly label: string;
  /** Parameter of the address that holds the name of the open tab; the first stands for none. */
  readonly param: string;
  readonly tabs: readonly Tab[];
  /** Parameters that another tab takes out, such as the order of its table. */
  readonly clears?: readonly string[];
  readonly children: ComponentChildren;
}

const steps: Readonly<Record<string, number>> = { ArrowRight: 1, ArrowLeft: -1 };

/** Views of the same place, one at a time; the arrow keys go from one to the next. */
export function Tabs({ label, param, tabs, clears = [], children }: Props) {
  const id = useId();
  const open = openTab(param, tabs);

  const choose = (name: string) => {
    const cleared = Object.fromEntries(clears.map((one) => [one, undefined]));
    setParams({ ...cleared, [param]: name === tabs[0]?.name ? undefined : name });
  };
  const onKeyDown = (event: KeyboardEvent & { readonly currentTarget: HTMLElement }) => {
    const step = steps[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const at = tabs.findIndex(({ name }) => name === open);
    const next = tabs[(at + step + tabs.length) % tabs.length];
    if (!next) return;
    choose(next.name);
    event.currentTarget.querySelectorAll('button')[tabs.indexOf(next)]?.focus();
  };

  return (
    <>
      <div class="tabs" role="tablist" aria-label={label} onKeyDown={onKeyDown}>
        {tabs.map(({ name, title, count }) => (
          <button
            key={name}
            type="button"
            role="tab"
            id={`${id}-${name}`}
            aria-selected={name === open}
            aria-controls={`${id}-panel`}
            tabIndex={name === open ? 0 : -1}
            onClick={() => choose(name)}
          >
            {title}
            {count !== undefined && <span class="tab-count"> {count.toLocaleString('en')}</span>}
          </button>
        ))}
      </div>
      <div role="tabpanel" id={`${id}-panel`} aria-labelledby={`${id}-${open}`}>
        {children}
      </div>
    </>
  );
}

/** The name of the tab that the address opens: the first, where it names none of them. */
export function openTab(param: string, tabs: readonly Tab[]): string {
  const named = params.value[param];
  return tabs.find(({ name }) => name === named)?.name ?? tabs[0]?.name ?? '';
}
