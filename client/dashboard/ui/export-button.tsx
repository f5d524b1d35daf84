import { download, type Exported, toCsv, toJson } from '../data/export';

/** Takes what is shown away, as CSV or JSON. */
export function ExportButton({ of }: { of: () => Exported }) {
  const save = (format: 'csv' | 'json') => {
    const table = of();
    if (format === 'csv') download(`${table.name}.csv`, 'text/csv', toCsv(table));
    else download(`${table.name}.json`, 'application/json', toJson(table));
  };
  return (
    <>
      <button type="button" class="quiet" onClick={() => save('csv')}>
        CSV
      </button>
      <button type="button" class="quiet" onClick={() => save('json')}>
        JSON
      </button>
    </>
  );
}
