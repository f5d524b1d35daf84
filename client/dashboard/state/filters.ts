import { computed } from '@preact/signals';
import { params, setParams } from './location';

/** What narrows every screen: fields of the senders. */
export const filterFields = ['environment', 'release', 'instance'] as const;

export type FilterField = (typeof filterFields)[number];

export const filters = computed<Readonly<Partial<Record<FilterField, string>>>>(() =>
  Object.fromEntries(
    filterFields.flatMap((field) => {
      const value = params.value[field];
      return value ? [[field, value]] : [];
    }),
  ),
);

export function setFilter(field: FilterField, value: string | undefined): void {
  setParams({ [field]: value });
}

/** The name that was picked on this screen: of a method, a publication, a route … */
export const pickedName = computed(() => params.value.name);

/** Picks a name; the same one again picks none. */
export function pickName(name: string | undefined): void {
  setParams({ name: name === pickedName.value ? undefined : name });
}
