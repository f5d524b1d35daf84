import type { ObserverHistory } from '../../../../common/observer-history';
import { spanOf } from '../../format/span-of';
import { countText } from '../../format/value';

/** How the number of live handles went over the range; nothing where one moment alone is known. */
export function trendText({ points }: ObserverHistory): string | undefined {
  const [first, last] = [points[0], points.at(-1)];
  if (!first || !last || first === last) return undefined;
  const since = points.slice(1);
  const opened = since.reduce((sum, { created, reused }) => sum + created + reused, 0);
  const stopped = since.reduce((sum, point) => sum + point.stopped, 0);
  const handles = points.map((point) => point.handles);
  return (
    `Live handles ${wayOf(handles)} in ${spanOf(last.at - first.at)}: ` +
    `${countText(opened)} opened, ${countText(stopped)} stopped.`
  );
}

/** Whether they rose, and whether that is all they did. */
function wayOf(handles: readonly number[]): string {
  const [first = 0, last = 0] = [handles[0], handles.at(-1)];
  const never = handles.every((value, at) => at === 0 || value >= (handles[at - 1] ?? 0));
  const ends = `from ${countText(first)} to ${countText(last)}`;
  if (first === last) return `were ${countText(first)} at both ends`;
  if (last < first) return `fell ${ends}`;
  return never ? `rose ${ends} and never fell` : `rose ${ends}`;
}
