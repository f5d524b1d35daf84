import type { ReportedObserver } from '../../../../common/load-report';

/** Handles that joined a multiplexer that was there ÷ all that were opened; unknown where none was. */
export function reuseOf({
  created,
  reused,
}: Pick<ReportedObserver, 'created' | 'reused'>): number | undefined {
  return created + reused === 0 ? undefined : reused / (created + reused);
}
