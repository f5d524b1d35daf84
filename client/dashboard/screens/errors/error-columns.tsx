import type { ReadErrorGroup } from '../../../../common/read-errors';
import { agoText } from '../../format/time';
import { countText, valueText } from '../../format/value';
import { Sparkline } from '../../ui/sparkline';
import type { Column } from '../../ui/table-columns';
import { countsOf } from './error-lines';
import { type Calls, shareOf } from './error-shares';
import { whereText } from './error-words';
import { isNew, type NewestRelease } from './newest-release';

export interface Around {
  readonly calls: Calls;
  readonly newest: NewestRelease | undefined;
  /** Where the steps of the trend begin. */
  readonly times: readonly number[];
}

/** Columns of a list of groups. */
export function errorColumns({ calls, newest, times }: Around): Array<Column<ReadErrorGroup>> {
  return [
    {
      ...{ name: 'error', title: 'Error', isText: true },
      valueOf: ({ errorName, message }) => `${errorName}: ${message}`,
      show: ({ errorName, message }) => `${errorName}: ${message}`,
    },
    {
      ...{ name: 'new', title: 'New', isText: true },
      help: 'New: the first of the group was of the newest release, as far as the store reaches back.',
      valueOf: (group) => (isNew(group, newest) ? `new in ${group.firstRelease}` : undefined),
      show: (group) =>
        isNew(group, newest) ? <strong class="error-new">new</strong> : newest ? 'no' : '–',
    },
    {
      ...{ name: 'count', title: 'Count', help: 'How often, in the range.' },
      ...{ valueOf: ({ count }) => count, show: ({ count }) => countText(count) },
    },
    {
      ...{ name: 'share', title: 'Of calls' },
      help: 'How many of the calls of that name failed so. Unknown outside of calls.',
      valueOf: (group) => shareOf(group, calls),
      show: (group) => valueText(shareOf(group, calls), 'ratio'),
    },
    {
      ...{ name: 'trend', title: 'Trend', isText: true },
      help: 'How often, over the range.',
      valueOf: ({ points = [] }) => points.map(([, count]) => count).join(' '),
      show: (group) => <Trend group={group} times={times} />,
    },
    {
      ...{ name: 'where', title: 'In', isText: true },
      ...{ valueOf: whereText, show: whereText },
    },
    {
      ...{ name: 'frame', title: 'At', isText: true },
      help: 'The innermost line of the app’s own code.',
      valueOf: ({ frame }) => frame || undefined,
      show: ({ frame }) => (frame ? <code>{frame}</code> : '–'),
    },
    {
      ...{ name: 'last', title: 'Last' },
      valueOf: ({ lastAt }) => lastAt,
      show: ({ lastAt, lastRelease }) => `${agoText(lastAt)}, ${lastRelease}`,
    },
    {
      ...{ name: 'first', title: 'First' },
      help: 'The first that the store still knows of, and its release.',
      valueOf: ({ firstAt }) => firstAt,
      show: ({ firstAt, firstRelease }) => `${agoText(firstAt)}, ${firstRelease}`,
    },
    {
      ...{ name: 'instances', title: 'Instances', help: 'How many processes had it.' },
      ...{ valueOf: ({ instances }) => instances, show: ({ instances }) => countText(instances) },
    },
  ];
}

function Trend({ group, times }: { group: ReadErrorGroup; times: readonly number[] }) {
  const counts = countsOf(group.points ?? [], times);
  const most = counts.reduce((all, count) => Math.max(all, count), 0);
  return <Sparkline values={counts} label={`at most ${countText(most)} in a step`} />;
}
