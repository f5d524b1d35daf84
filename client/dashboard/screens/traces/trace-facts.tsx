import type { ReadTrace } from '../../../../common/read-traces';
import { dayText, timeText } from '../../format/time';
import { durationText } from '../../format/value';
import { type Fact, FactRow } from '../../ui/fact-row';
import { Link } from '../../ui/link';
import { keptText, outcomeWords, stepWords } from './step-words';

/** What a trace is of, and how it went. */
export function TraceFacts({ trace }: { trace: ReadTrace }) {
  const { args } = trace;
  return (
    <>
      <FactRow facts={factsOf(trace)} />
      {args !== undefined && (
        <details>
          <summary>Arguments, as far as the app lets them be seen</summary>
          <pre class="trace-args">{JSON.stringify(args, undefined, 2)}</pre>
        </details>
      )}
    </>
  );
}

function factsOf(trace: ReadTrace): Fact[] {
  const { kind, name, at, durationMs, outcome, resource, ddp, userId, traceId } = trace;
  return [
    [
      stepWords[kind],
      <Link key="name" to={screens[kind]} with={{ name }}>
        {name}
      </Link>,
    ],
    ['took', <strong key="took">{durationText(durationMs)}</strong>],
    [
      'outcome',
      <span key="outcome" class={outcome === 'ok' ? undefined : 'trace-bad'}>
        {outcomeWords[outcome]}
      </span>,
    ],
    ['began', `${dayText(at)}, ${timeText(at, at)}`],
    ['kept because', keptText(trace)],
    ['release', resource.release],
    ['instance', `${resource.host} ${resource.instance}`],
    ...(ddp === undefined ? [] : [['client’s call', ddp] as const]),
    ...(userId === undefined ? [] : [['user', userId] as const]),
    ['trace id', traceId],
  ];
}

/** Where there is more of the name. */
const screens = {
  method: 'methods',
  publication: 'publications',
  http: 'http',
  job: 'jobs',
} as const;
