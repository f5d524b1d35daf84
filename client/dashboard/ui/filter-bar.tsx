import type { Resource } from '../../../common/resource';
import { apiAddress } from '../data/api';
import { useAnswer } from '../data/use-answer';
import { type FilterField, filterFields, filters, setFilter } from '../state/filters';
import { isLive, setLive } from '../state/live';
import { range, rangeLabel, ranges, readNow, setRange } from '../state/range';

/** The range and the filters that every screen has. */
export function FilterBar() {
  const { from, to, name } = range.value;
  const { data } = useAnswer<{ resources: readonly Resource[] }>(
    apiAddress('resources', { from, to }),
  );
  return (
    <form
      class="filter-bar"
      aria-label="Range and filters"
      onSubmit={(event) => event.preventDefault()}
    >
      <label>
        <span>Range</span>
        <select
          value={name ?? ''}
          onChange={({ currentTarget: { value } }) => value && setRange(value)}
        >
          {!name && <option value="">{rangeLabel.value}</option>}
          {ranges.map((one) => (
            <option key={one} value={one}>
              last {one}
            </option>
          ))}
        </select>
      </label>
      {filterFields.map((field) => (
        <Filter key={field} field={field} values={valuesOf(data?.resources ?? [], field)} />
      ))}
      <span class="filter-tools">
        <label class="check">
          <input
            type="checkbox"
            checked={isLive.value}
            disabled={!name}
            onChange={({ currentTarget: { checked } }) => setLive(checked)}
          />
          Live
        </label>
        <button type="button" class="quiet" onClick={readNow} disabled={!name}>
          Refresh
        </button>
      </span>
    </form>
  );
}

function Filter({ field, values }: { field: FilterField; values: readonly string[] }) {
  const chosen = filters.value[field] ?? '';
  const all = chosen && !values.includes(chosen) ? [...values, chosen] : values;
  return (
    <label>
      <span>{titles[field]}</span>
      <select
        value={chosen}
        onChange={({ currentTarget: { value } }) => setFilter(field, value || undefined)}
      >
        <option value="">all</option>
        {all.map((value) => (
          <option key={value} value={value}>
            {value}
          </option>
        ))}
      </select>
    </label>
  );
}

const titles: Readonly<Record<FilterField, string>> = {
  environment: 'Environment',
  release: 'Release',
  instance: 'Instance',
};

/** In the order senders came: the latest first. */
function valuesOf(resources: readonly Resource[], field: FilterField): string[] {
  return [...new Set(resources.map((resource) => resource[field]))];
}
