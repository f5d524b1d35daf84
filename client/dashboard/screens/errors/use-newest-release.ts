import { useMemo } from 'preact/hooks';
import type { Resource } from '../../../../common/resource';
import { apiAddress } from '../../data/api';
import { useAnswer } from '../../data/use-answer';
import { filters } from '../../state/filters';
import { range } from '../../state/range';
import { type NewestRelease, newestRelease } from './newest-release';

/**
 * The newest release that sent something in the range. With a filter of releases or instances there
 * is none: answers do not tell then which release had an error first.
 */
export function useNewestRelease(): NewestRelease | undefined {
  const { from, to } = range.value;
  const { environment, release, instance } = filters.value;
  const { data } = useAnswer<{ resources: readonly Resource[] }>(
    apiAddress('resources', { from, to }),
  );
  return useMemo(() => {
    if (release || instance) return undefined;
    const resources = data?.resources ?? [];
    return newestRelease(
      environment ? resources.filter((one) => one.environment === environment) : resources,
    );
  }, [data, environment, release, instance]);
}
