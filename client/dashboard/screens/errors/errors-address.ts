import { apiAddress } from '../../data/api';

/** Parameters of the search, as they stand in the address of the screen. */
export const searchParams = ['source', 'name', 'order'] as const;

export const listLimit = 100;

interface Asked {
  readonly params: Readonly<Record<string, string | undefined>>;
  /** As every route takes them. */
  readonly rangeParams: Readonly<Record<string, string | number>>;
  readonly stepMs: number;
}

/** Address of the groups that the app meant, or of its defects. */
export function errorListAddress(expected: boolean, { params, rangeParams, stepMs }: Asked) {
  const { source, name, order } = params;
  return apiAddress('errors', {
    ...rangeParams,
    ...{ source, name, order, expected, stepMs },
    limit: listLimit,
  });
}

/** Address of one group, in the range and with the filters of the screen. */
export function errorGroupAddress(group: string, { rangeParams, stepMs }: Omit<Asked, 'params'>) {
  return apiAddress('errors', { ...rangeParams, group, stepMs, limit: 1 });
}
