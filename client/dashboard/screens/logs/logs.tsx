import { invocationKinds } from '../../../../common/invocation';
import type { LogsAnswer, ReadLog } from '../../../../common/read-logs';
import { rangeParams } from '../../data/read-address';
import { useAnswer } from '../../data/use-answer';
import { params, setParams } from '../../state/location';
import { ExportButton } from '../../ui/export-button';
import { Panel } from '../../ui/panel';
import { ParamSelect } from '../../ui/param-select';
import { ParamText } from '../../ui/param-text';
import { SearchForm } from '../../ui/search-form';
import { Shown } from '../../ui/states';
import { LogLines } from './log-lines';
import { levelOptions } from './log-words';
import { logsAddress, olderThan, searchParams } from './logs-address';
import { NoLines } from './no-lines';
import './logs.css';

/** What the app logged, the newest first, a page at a time. */
export function Logs() {
  const answer = useAnswer<LogsAnswer>(logsAddress(params.value, rangeParams()));
  return (
    <div class="panels">
      <Panel
        title="Lines"
        help="What the app logged with Meteor’s Log or on the console, values masked."
        isWide
        actions={<ExportButton of={() => exported(answer.data?.logs ?? [])} />}
      >
        <Search />
        <Shown answer={answer} isEmpty={({ logs }) => logs.length === 0} empty={<NoLines />}>
          {(found) => (
            <>
              <Pages found={found} />
              <LogLines lines={found.logs} />
              <Pages found={found} />
            </>
          )}
        </Shown>
      </Panel>
    </div>
  );
}

function Search() {
  return (
    <SearchForm label="Search in the log" narrowing={searchParams} clears={['before']}>
      <ParamSelect label="Level" param="level" options={levelOptions} clears={['before']} />
      <ParamText label="With the text" param="text" clears={['before']} />
      <ParamSelect
        label="During a"
        param="source"
        none="anything"
        options={invocationKinds.map((kind) => [kind, kind === 'http' ? 'request' : kind])}
        clears={['before']}
      />
      <ParamText label="Of the name, as a whole" param="name" clears={['before']} />
      <ParamText label="Of the trace" param="traceId" placeholder="trace id" clears={['before']} />
    </SearchForm>
  );
}

function Pages({ found }: { found: LogsAnswer }) {
  const older = olderThan(found);
  const isOlder = params.value.before !== undefined;
  if (older === undefined && !isOlder) return null;
  return (
    <nav class="log-pages" aria-label="Pages">
      <button type="button" disabled={!isOlder} onClick={() => setParams({ before: undefined })}>
        Newest
      </button>
      <button
        type="button"
        disabled={older === undefined}
        onClick={() => setParams({ before: String(older) })}
      >
        Older
      </button>
      <span class="note">{found.logs.length.toLocaleString('en')} lines on this page</span>
    </nav>
  );
}

function exported(logs: readonly ReadLog[]) {
  return {
    name: 'logs',
    columns: ['time', 'level', 'message', 'from', 'source', 'name', 'traceId', 'host', 'instance'],
    rows: logs.map(({ at, level, message, from, source, name, traceId, resource }) => [
      new Date(at).toISOString(),
      ...[level, message, from, source, name, traceId, resource.host, resource.instance],
    ]),
  };
}
