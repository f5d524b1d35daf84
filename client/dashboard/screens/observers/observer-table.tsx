import { useMemo } from 'preact/hooks';
import type { Finding } from '../../../../common/finding';
import type { ObserversReport, ReportedObserver } from '../../../../common/load-report';
import { isChosen } from '../../../../common/observer-history';
import { params } from '../../state/location';
import { rangeLabel } from '../../state/range';
import { DataTable } from '../../ui/data-table';
import { ParamText } from '../../ui/param-text';
import { openTab, Tabs } from '../../ui/tabs';
import { Chosen } from './chosen';
import { observerColumns } from './observer-columns';
import { ownerText } from './owner-text';
import { isOneEntry, keyOf, pickEntry, picked } from './picked';
import { isInView, views } from './views';

interface Props {
  readonly report: ObserversReport;
  readonly findings: readonly Finding[];
}

/** The observers, ranked by what they cost, in views of what can be wrong with them. */
export function ObserverTable({ report, findings }: Props) {
  const { observers, wallMs } = report;
  const choice = picked.value;
  const search = (params.value.q ?? '').toLowerCase();
  const isNarrowed = !isOneEntry(choice);

  const wanted = useMemo(
    () =>
      observers.filter(
        (entry) => (!isNarrowed || isChosen(entry, choice)) && textOf(entry).includes(search),
      ),
    [observers, choice, isNarrowed, search],
  );
  const byView = useMemo(
    () =>
      views.map((view) => ({
        view,
        rows: wanted.filter((entry) => isInView(entry, view.name, findings)),
      })),
    [wanted, findings],
  );
  const tabs = byView.map(({ view, rows }) => ({ ...view, count: rows.length }));
  const open = openTab('view', tabs);
  const shown = byView.find(({ view }) => view.name === open);
  const columns = useMemo(
    () => observerColumns(shown?.view.name ?? 'all', wallMs),
    [shown?.view.name, wallMs],
  );
  if (!shown) return null;
  const { view, rows } = shown;

  return (
    <Tabs label="Views of observers" param="view" tabs={tabs} clears={['sort']}>
      <div class="observer-lead">
        <p>{view.lead}</p>
        <ParamText label="Search" param="q" placeholder="name, collection, query" />
        <Chosen />
      </div>
      {rows.length === 0 ? (
        <p class="empty">
          {search || Object.values(choice).some(Boolean)
            ? 'None of these. Take out what narrows the table to see the others.'
            : `In the ${rangeLabel.value}, ${view.none}`}
        </p>
      ) : (
        <DataTable
          key={view.name}
          label="Observers"
          rows={rows}
          columns={columns}
          keyOf={keyOf}
          sortedBy={view.sortedBy}
          picked={isNarrowed ? undefined : keyOfChoice()}
          onPick={pickEntry}
        />
      )}
    </Tabs>
  );
}

function textOf({ owner, collection, shape, driver }: ReportedObserver): string {
  return `${ownerText(owner)} ${collection} ${shape} ${driver}`.toLowerCase();
}

function keyOfChoice(): string {
  const { kind = '', name = '', collection = '', shape = '', driver = '' } = picked.value;
  return [kind, name, collection, shape, driver].join('\0');
}
