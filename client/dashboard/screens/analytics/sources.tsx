import type { SourcesAnswer } from '../../../../common/read-analytics';
import { params } from '../../state/location';
import { DataTable } from '../../ui/data-table';
import { numberColumn } from '../../ui/number-columns';
import { Panel } from '../../ui/panel';
import { ParamSelect } from '../../ui/param-select';
import { Shown } from '../../ui/states';
import type { Column } from '../../ui/table-columns';
import { More } from './more';
import { useReport } from './use-report';

type Source = SourcesAnswer['rows'][number];

const kinds = [
  ['referrer', 'by referrer'],
  ['campaign', 'by campaign'],
] as const;

/** Where visits come from: what the first page of each tells. */
export function Sources() {
  const { of = 'referrer' } = params.value;
  const answer = useReport('sources', { of, limit: 200 });
  return (
    <Panel
      title="Sources"
      help="The first page of each visit tells where it came from. (none) is typed in, a bookmark, or not told by the browser."
      actions={<ParamSelect label="Tell apart" param="of" options={kinds} />}
    >
      <Shown answer={answer} isEmpty={({ rows }) => rows.length === 0} empty="No visit began.">
        {({ rows, more }) => (
          <>
            <DataTable
              label="Sources"
              rows={rows}
              columns={columns}
              keyOf={({ source }) => source}
              sortedBy="visits.desc"
              sortParam="sourceSort"
            />
            {more && <More count={rows.length} />}
          </>
        )}
      </Shown>
    </Panel>
  );
}

const columns: ReadonlyArray<Column<Source>> = [
  {
    ...{ name: 'source', title: 'Source', isText: true },
    valueOf: ({ source }) => source,
    show: ({ source }) => source,
  },
  numberColumn({
    ...{ name: 'visits', title: 'Visits', shown: 'count' },
    of: ({ visits }) => visits,
  }),
  numberColumn({
    ...{ name: 'people', title: 'People', shown: 'count' },
    of: ({ people }) => people,
  }),
];
