import type {
  ReleaseChange,
  ReleaseEntry,
  ReleasesAnswer,
  Verdict,
} from '../../../../common/releases-answer';
import { rateText, valueText } from '../../format/value';
import { pickedName, pickName } from '../../state/filters';
import { DataTable } from '../../ui/data-table';
import { numberColumn } from '../../ui/number-columns';
import type { Column } from '../../ui/table-columns';

/** What changed, name by name, the worst first. */
export function ReleaseTable({ answer: { entries } }: { answer: ReleasesAnswer }) {
  return (
    <DataTable
      label="Names"
      rows={entries}
      columns={columns}
      keyOf={keyOf}
      sortedBy="verdict.desc"
      picked={entries.filter(({ name }) => name === pickedName.value).map(keyOf)[0]}
      onPick={({ name }) => pickName(name)}
    />
  );
}

const keyOf = ({ kind, name }: ReleaseEntry) => `${kind} ${name}`;

const words: Readonly<Record<Verdict, readonly [text: string, weight: number, tone: string]>> = {
  'more-errors': ['fails more often', 5, 'off'],
  slower: ['slower', 4, 'off'],
  unknown: ['too little known', 3, 'degraded'],
  faster: ['faster', 2, 'ok'],
  'fewer-errors': ['fails less often', 1, 'ok'],
  same: ['the same', 0, 'none'],
};

/** `1.4 ×`, with a mark where it stands out. */
function ratioText(change: ReleaseChange | undefined): string {
  if (change?.ratio === undefined) return valueText(undefined, 'count');
  return `${Number(change.ratio.toPrecision(3))} ×${change.isSignificant ? ' *' : ''}`;
}

function chanceText({ p50, p95, errorShare }: ReleaseEntry): string {
  const known = [p50, p95, errorShare].flatMap((change) => change?.pValue ?? []);
  if (known.length === 0) return valueText(undefined, 'count');
  const least = Math.min(...known);
  return least < 0.001 ? 'under 0.1 %' : valueText(least, 'ratio');
}

const columns: ReadonlyArray<Column<ReleaseEntry>> = [
  {
    ...{ name: 'name', title: 'Name', isText: true },
    valueOf: ({ name }) => name,
    show: ({ name }) => name,
  },
  {
    ...{ name: 'kind', title: 'Kind', isText: true },
    valueOf: ({ kind }) => kind,
    show: ({ kind }) => kind,
  },
  {
    ...{ name: 'verdict', title: 'Verdict', isText: true },
    help: 'A difference that is both sure, all names considered, and large enough to care about.',
    valueOf: ({ verdict }) => words[verdict][1],
    show: ({ verdict, reason }) => (
      <span class={`state state-${words[verdict][2]}`} title={reason}>
        {words[verdict][0]}
      </span>
    ),
  },
  {
    ...{ name: 'callsA', title: 'Calls before' },
    valueOf: ({ a }) => a?.callsPerSecond,
    show: ({ a }) => (a?.callsPerSecond === undefined ? '–' : rateText(a.callsPerSecond)),
  },
  {
    ...{ name: 'callsB', title: 'Calls now' },
    valueOf: ({ b }) => b?.callsPerSecond,
    show: ({ b }) => (b?.callsPerSecond === undefined ? '–' : rateText(b.callsPerSecond)),
  },
  numberColumn({
    ...{ name: 'p50A', title: 'p50 before', shown: 'ms' },
    help: 'Of the handler alone for methods, else of all the caller waits for.',
    of: ({ a, measure }) => a?.[measure]?.p50,
  }),
  numberColumn({
    ...{ name: 'p50B', title: 'p50 now', shown: 'ms' },
    of: ({ b, measure }) => b?.[measure]?.p50,
  }),
  {
    ...{ name: 'p50', title: 'p50 ratio', help: '* stands out, all names considered.' },
    valueOf: ({ p50 }) => p50?.ratio,
    show: ({ p50 }) => ratioText(p50),
  },
  numberColumn({
    ...{ name: 'p95A', title: 'p95 before', shown: 'ms' },
    of: ({ a, measure }) => a?.[measure]?.p95,
  }),
  numberColumn({
    ...{ name: 'p95B', title: 'p95 now', shown: 'ms' },
    of: ({ b, measure }) => b?.[measure]?.p95,
  }),
  {
    ...{ name: 'p95', title: 'p95 ratio', help: '* stands out, all names considered.' },
    valueOf: ({ p95 }) => p95?.ratio,
    show: ({ p95 }) => ratioText(p95),
  },
  numberColumn({
    ...{ name: 'errorsA', title: 'Errors before', shown: 'ratio' },
    of: ({ a }) => a?.errorShare,
  }),
  numberColumn({
    ...{ name: 'errorsB', title: 'Errors now', shown: 'ratio' },
    of: ({ b }) => b?.errorShare,
  }),
  {
    ...{
      name: 'cpu',
      title: 'CPU ratio',
      help: 'Mean synchronous time of a call: a lower bound of its CPU time.',
    },
    valueOf: ({ cpuMs }) => cpuMs?.ratio,
    show: ({ cpuMs }) => ratioText(cpuMs),
  },
  {
    ...{ name: 'chance', title: 'By chance' },
    help: 'How likely differences as clear as the clearest of these would be by chance.',
    valueOf: (entry) => chanceText(entry),
    show: chanceText,
  },
];
