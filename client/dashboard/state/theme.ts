import { effect, signal } from '@preact/signals';

export const themes = ['system', 'light', 'dark'] as const;

export type Theme = (typeof themes)[number];

const key = 'radiant.theme';

/** What the operator chose. */
export const theme = signal<Theme>(stored());

/** Counts up whenever colours change, for what is drawn and not styled. */
export const coloursChanged = signal(0);

/** Puts the theme on the page, now and whenever it changes. */
export function followTheme(): void {
  effect(() => {
    const chosen = theme.value;
    if (chosen === 'system') delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = chosen;
    store(chosen);
    coloursChanged.value = coloursChanged.peek() + 1;
  });
  window.matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => {
    coloursChanged.value++;
  });
}

function stored(): Theme {
  try {
    return themes.find((one) => one === localStorage.getItem(key)) ?? 'system';
  } catch {
    return 'system'; // no storage here: the choice lasts as long as the page
  }
}

function store(chosen: Theme): void {
  try {
    localStorage.setItem(key, chosen);
  } catch {
    // As above.
  }
}
