import type { TopPagesAnswer } from '../../../../common/read-analytics';
import { countText } from '../../format/value';
import { DataTable } from '../../ui/data-table';
import { numberColumn } from '../../ui/number-columns';
import { Panel } from '../../ui/panel';
import { Shown } from '../../ui/states';
import type { Column } from '../../ui/table-columns';
import { More } from './more';
import { useReport } from './use-report';

type Page = TopPagesAnswer['rows'][number];

/** The pages seen most, by the pattern of their route. */
export function Pages() {
  const answer = useReport('top-pages', { limit: 200 });
  return (
    <Panel
      title="Pages"
      help="By pattern of the route where the router tells it, else by path: /lists/:id is one page."
    >
      <Shown answer={answer} isEmpty={({ rows }) => rows.length === 0} empty="No page was seen.">
        {({ rows, more }) => (
          <>
            <DataTable
              label="Pages"
              rows={rows}
              columns={columns}
              keyOf={({ page }) => page}
              sortedBy="views.desc"
              sortParam="pageSort"
            />
            {more && <More count={rows.length} />}
          </>
        )}
      </Shown>
    </Panel>
  );
}

const columns: ReadonlyArray<Column<Page>> = [
  {
    ...{ name: 'page', title: 'Page', isText: true },
    valueOf: ({ page }) => page,
    show: ({ page }) => page,
  },
  numberColumn({
    ...{ name: 'views', title: 'Views', shown: 'count' },
    of: ({ views }) => views,
  }),
  numberColumn({
    ...{ name: 'people', title: 'People', shown: 'count' },
    of: ({ people }) => people,
  }),
  {
    ...{
      name: 'visits',
      title: 'Visits',
      help: 'A visit ends after half an hour without an event.',
    },
    valueOf: ({ visits }) => visits,
    show: ({ visits }) => countText(visits),
  },
];
